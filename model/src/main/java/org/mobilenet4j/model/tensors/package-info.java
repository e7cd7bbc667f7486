/**
 * One view of every file that holds named tensors: {@link
 * org.mobilenet4j.model.tensors.TensorFile}.
 *
 * <p>The packages {@code safetensors} and {@code torch} read such files; {@code imports} turns
 * their tensors into weights. What a name means does not belong here.
 */
@NullMarked
package org.mobilenet4j.model.tensors;

import org.jspecify.annotations.NullMarked;
