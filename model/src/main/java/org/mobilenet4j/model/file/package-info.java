/**
 * The project's own model file: {@link org.mobilenet4j.model.file.ModelFile}.
 *
 * <p>It is a safetensors file whose metadata hold the whole graph, the preprocessing, the labels,
 * where the model comes from, and golden pairs for a self-test. {@code docs/formats.md} specifies
 * it; any version ever written stays readable. Files of others do not belong here.
 */
@NullMarked
package org.mobilenet4j.model.file;

import org.jspecify.annotations.NullMarked;
