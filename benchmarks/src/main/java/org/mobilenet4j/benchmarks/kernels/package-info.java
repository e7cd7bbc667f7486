/**
 * JMH benchmarks of single kernels on layers of real networks, three ways each: the scalar
 * reference, vectors on maps whose channels lie last, and generated kernels on the blocked layout;
 * {@code benchmarks/kernels} runs them.
 *
 * <p>The counter {@code multiplyAdds} stands beside the calls a second: laid against the machine's
 * FMA peak it says how good a kernel is. Whole networks do not belong here.
 */
@NullMarked
package org.mobilenet4j.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
