/**
 * What is done to training pictures so that a network never sees the same one twice.
 *
 * <p>The main type is {@link org.mobilenet4j.training.data.augmentation.AugmentationPolicy}, a list
 * of {@link org.mobilenet4j.training.data.augmentation.Augmentation}s:
 *
 * {@snippet :
 * AugmentationPolicy policy =
 *     AugmentationPolicy.of(new PadAndCrop(4, Edge.REFLECTED), new HorizontalFlip(0.5), new Mixup(0.2));
 * }
 *
 * <p>Every draw is a function of (seed, epoch, index of the picture). Pixel arithmetic follows
 * Pillow and torchvision, to the byte where the tests say so. Nothing here decodes, orders or
 * batches.
 */
@NullMarked
package org.mobilenet4j.training.data.augmentation;

import org.jspecify.annotations.NullMarked;
