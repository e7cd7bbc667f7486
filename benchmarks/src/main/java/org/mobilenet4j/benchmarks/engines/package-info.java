/**
 * This library and its rivals behind one small interface; {@link
 * org.mobilenet4j.benchmarks.engines.Engine} is it, {@link
 * org.mobilenet4j.benchmarks.engines.EngineKind} opens one.
 *
 * <pre>{@code
 * try (Engine engine = EngineKind.ONNX_RUNTIME.open(files, 1, 1)) {
 *   engine.give(image); // [height, width, channels]
 *   float[] logits = engine.run();
 * }
 * }</pre>
 *
 * <p>How to measure does not belong here.
 */
@NullMarked
package org.mobilenet4j.benchmarks.engines;

import org.jspecify.annotations.NullMarked;
