/**
 * Writes models as TensorFlow Lite files; {@link org.mobilenet4j.benchmarks.tflite.TfliteWriter} is
 * the way in.
 *
 * <pre>{@code
 * TfliteWriter.write(BatchNormFolding.fold(model), Path.of("mobilenet-v2.tflite"));
 * }</pre>
 *
 * <p>Tables are named here by their slots in {@code schema.fbs}. Nothing of benchmarks belongs
 * here.
 */
@NullMarked
package org.mobilenet4j.benchmarks.tflite;

import org.jspecify.annotations.NullMarked;
