/** Kernels that are generated when a plan is compiled, on a layout made for vectors. */
@org.jspecify.annotations.NullMarked
package org.mobilenet4j.kernels.blocked;
