/**
 * Arithmetic on float arrays and nothing else: the operations of compact vision networks, and the
 * threads that run them.
 *
 * <p>The main type is {@link org.mobilenet4j.kernels.Kernels}, the seam between what is computed
 * and how. {@link org.mobilenet4j.kernels.ScalarKernels} is the readable definition.
 *
 * {@snippet :
 * Kernels kernels = new ScalarKernels();
 * PackedWeights weights = kernels.packPointwise(8, 16, new float[8 * 16], new float[16]);
 * float[] pixels = new float[4 * 8];
 * float[] sums = new float[4 * 16];
 * kernels.pointwise(new MatrixShape(4, 8, 16), pixels, 0, weights, new Activation.Relu6(), sums, 0, 0, 4);
 * }
 *
 * <p><b>How this grows.</b> A plan is a list of steps, and a step calls whatever entry point it
 * likes. A faster way for several operations at once (a whole inverted residual over bands of rows,
 * with its own ring of expanded rows) is one more pair of methods here, {@code pack…} and run, with
 * its scratch asked for as {@link org.mobilenet4j.kernels.Kernels#convolutionScratch} is, and a
 * default that calls the single operations; a plan chooses it by a rewrite of its step list.
 * Another layout inside a plan (channels in blocks of a vector) is likewise a set of further entry
 * points with two copies at its borders: nothing in the existing ones changes, as packed weights
 * are opaque and regions are only arrays and offsets.
 *
 * <p>What does not belong here: networks, layers, file formats, pictures; anything that knows why
 * it computes.
 */
@NullMarked
package org.mobilenet4j.kernels;

import org.jspecify.annotations.NullMarked;
