/** Comparison of this library with the native runtimes. */
@NullMarked
package org.mobilenet4j.benchmarks;

import org.jspecify.annotations.NullMarked;
