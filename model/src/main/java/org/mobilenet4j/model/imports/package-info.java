/**
 * Weights as the world publishes them become models: {@link
 * org.mobilenet4j.model.imports.WeightsImport}.
 *
 * <p>Under which names a source keeps its tensors, and what it takes for granted (padding, epsilon,
 * preprocessing), are tables in text files beside this package's classes, one file a source. How a
 * file is taken apart into named tensors does not belong here.
 */
@NullMarked
package org.mobilenet4j.model.imports;

import org.jspecify.annotations.NullMarked;
