/**
 * Compares this library with the native runtimes; {@link
 * org.mobilenet4j.benchmarks.compare.Compare} is the command behind {@code benchmarks/compare}.
 *
 * <pre>{@code
 * benchmarks/compare --networks mobilenet-v2 --threads 1,2
 * }</pre>
 *
 * <p>Each measurement runs in a JVM of its own, as one of the small programs here, and hands back
 * lines of text. Runtimes and file formats do not belong here.
 */
@NullMarked
package org.mobilenet4j.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
