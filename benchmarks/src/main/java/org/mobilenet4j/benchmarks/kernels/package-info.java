/**
 * JMH benchmarks of single kernels on layers of real networks, scalar and vector in pairs; {@code
 * benchmarks/kernels} runs them.
 *
 * <p>The counter {@code multiplyAdds} stands beside the calls a second: laid against the machine's
 * FMA peak it says how good a kernel is. Whole networks do not belong here.
 */
@NullMarked
package org.mobilenet4j.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
