/**
 * Losses, optimisers, learning rates, weight decay and moving averages: arithmetic on float arrays.
 *
 * <p>The main types are {@link org.mobilenet4j.training.optimization.Loss}, which turns logits into
 * a number and its gradient, and {@link org.mobilenet4j.training.optimization.Optimizer}, which
 * turns gradients into better weights.
 *
 * {@snippet :
 * LearnedTensor weight =
 *     new LearnedTensor("logits.weight", DecayRole.DENSE, new float[32], new float[32]);
 * OptimizerState state = new Optimizer.Sgd(0.9, Optimizer.Momentum.NESTEROV).start(List.of(weight));
 * try (Gang gang = Gang.of(2)) {
 *   // … a backward pass fills weight.gradient()
 *   state.step(0.1, WeightDecay.exceptDepthwise(4e-5), gang);
 * }
 * }
 *
 * <p>Everything here is a function of its arguments: no randomness, no time, and the same bits for
 * any number of threads.
 *
 * <p>What does not belong here: networks and their gradients, data, files, and which settings are
 * good ones (that is the package {@code recipe}).
 */
@NullMarked
package org.mobilenet4j.training.optimization;

import org.jspecify.annotations.NullMarked;
