/**
 * Photos in, answers out: the front door of the library.
 *
 * <p>{@link org.mobilenet4j.vision.Classifier} says what is in a photo, {@link
 * org.mobilenet4j.vision.Embedder} gives its features, {@link org.mobilenet4j.vision.Evaluation}
 * counts how often a classifier is right, {@link org.mobilenet4j.vision.BundledModel} is what there
 * is before anybody has brought weights. Decoding and scaling of pictures live in the package
 * {@code image} below this one; what the network computes, in the inference module.
 */
@NullMarked
package org.mobilenet4j.vision;

import org.jspecify.annotations.NullMarked;
