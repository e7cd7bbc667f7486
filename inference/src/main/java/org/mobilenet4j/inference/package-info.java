/**
 * Runs networks: a {@link org.mobilenet4j.model.Model} is compiled into a {@link
 * org.mobilenet4j.inference.Plan}, and a plan runs in {@link org.mobilenet4j.inference.Session}s.
 *
 * <pre>{@code
 * Plan plan = Plan.of(model);
 * try (Session session = plan.newSession(2)) {
 *   float[] logits = session.run(image); // [height, width, channels]
 * }
 * }</pre>
 *
 * <p>Compilation folds batch normalisations, fuses tails, packs weights once and lays all
 * activations out in one workspace. Photos do not belong here, they are vision's; neither does
 * arithmetic, which the kernels do.
 */
@NullMarked
package org.mobilenet4j.inference;

import org.jspecify.annotations.NullMarked;
