/**
 * Kernels that are generated for the layers of a network, on a layout made for vectors: blocks of
 * as many channels as a vector has lanes.
 *
 * <p>The main type is {@link org.mobilenet4j.kernels.blocked.BlockedKernels}: it binds a layer to
 * its weights and to kernels whose tile, stride and tail are constants of their bytecode, and
 * trains them, which is to have the JVM compile them and to prove what it made of them.
 *
 * {@snippet :
 * BlockedKernels kernels = new VectorKernels(256).blocked();
 * BlockedDense layer = kernels.dense(8, 16, Tail.RELU6, new float[8 * 16], new float[16]);
 * float[] units = new float[layer.panels() * layer.panelUnits()];
 * TrainingReport report = kernels.train(30_000_000_000L);
 * layer.run(new float[8], 0, units, 0, 0, layer.panels());
 * }
 *
 * <p>Within: a {@code Variant} is a kernel's definition and writes its code in the words of {@code
 * VectorCode}; {@code GeneratedKernels} makes classes of it; a {@code Trial} is the definition
 * again, in plain arithmetic, and what a kernel is held against.
 *
 * <p>What does not belong here: kernels for maps whose channels lie last (the package above),
 * networks, steps and threads (inference), anything that chooses the layout.
 */
@NullMarked
package org.mobilenet4j.kernels.blocked;

import org.jspecify.annotations.NullMarked;
