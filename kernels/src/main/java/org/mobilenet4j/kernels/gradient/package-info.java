/**
 * Kernels for training, on the blocked layout {@code [channels / lanes][pixels][lanes]} whose
 * pixels are those of all pictures of a batch, one behind the other.
 *
 * <p>{@link org.mobilenet4j.kernels.gradient.GradientKernels} is the seam; the scalar
 * implementation is its definition. What a network's operations make of it lives in the training
 * module.
 */
@NullMarked
package org.mobilenet4j.kernels.gradient;

import org.jspecify.annotations.NullMarked;
