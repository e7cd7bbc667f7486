/**
 * ONNX files become models: {@link org.mobilenet4j.model.onnx.OnnxFile}.
 *
 * <p>Reading goes in four steps, each its own class: the bytes become a graph of ONNX's own nodes
 * ({@code GraphReader}), arithmetic on constants and shapes is done once ({@code Constants}), a few
 * patterns that exporters write in parts become one node ({@code Rewrites}), and each node becomes
 * one of our operations by a strict table ({@code Lowering}), added to the network in the making
 * ({@code Assembly}). What is in no table is refused by its name.
 */
@NullMarked
package org.mobilenet4j.model.onnx;

import org.jspecify.annotations.NullMarked;
