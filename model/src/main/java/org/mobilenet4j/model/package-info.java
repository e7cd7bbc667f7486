/**
 * A network with its weights and all that is needed to use it: {@link org.mobilenet4j.model.Model}.
 *
 * <p>The packages below this one read and write files: {@code safetensors} and {@code torch} know
 * files of named tensors, {@code onnx} knows graphs, {@code imports} knows under which names and
 * conventions the world publishes weights, {@code file} is our own model file. Nothing here
 * computes; that is the inference module's work.
 */
@NullMarked
package org.mobilenet4j.model;

import org.jspecify.annotations.NullMarked;
