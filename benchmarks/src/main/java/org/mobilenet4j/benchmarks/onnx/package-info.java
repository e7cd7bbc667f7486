/**
 * Writes models as ONNX files; {@link org.mobilenet4j.benchmarks.onnx.OnnxWriter} is the way in.
 *
 * <pre>{@code
 * OnnxWriter.write(BatchNormFolding.fold(model), Path.of("mobilenet-v2.onnx"));
 * }</pre>
 *
 * <p>The messages of the format are named here by their field numbers, as the reader in {@code
 * model.onnx} does. Nothing of benchmarks belongs here.
 */
@NullMarked
package org.mobilenet4j.benchmarks.onnx;

import org.jspecify.annotations.NullMarked;
