/**
 * From the bytes of a photo to 8-bit RGB pixels: decoding, orientation, resizing, cropping.
 *
 * <p>The main types are {@link org.mobilenet4j.vision.image.Images}, which decodes, and {@link
 * org.mobilenet4j.vision.image.Pixels}, the immutable picture that comes out:
 *
 * {@snippet :
 * Pixels photo = Images.decode(Path.of("photo.jpg"), DecodeOptions.standard());
 * Pixels input = Framing.frame(photo, Extent.square(224), new Crop.Centre(0.875), Resampling.BILINEAR);
 * }
 *
 * <p>The rules are Pillow's, because the published figures were made with it: the same resizing to
 * the byte, ICC profiles ignored, alpha dropped and not blended, 16-bit samples shifted, the first
 * frame of an animation. Nothing is trusted: a picture's claims are checked against limits before
 * memory is taken, and whatever another's decoder throws becomes an {@link
 * org.mobilenet4j.vision.image.ImageFormatException}.
 *
 * <p>Normalisation, tensors and labels do not belong here.
 */
@NullMarked
package org.mobilenet4j.vision.image;

import org.jspecify.annotations.NullMarked;
