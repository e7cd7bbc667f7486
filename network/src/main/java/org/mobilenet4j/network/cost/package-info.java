/**
 * What a network costs: multiply-adds, parameters and activation memory, layer by layer and in
 * total.
 *
 * <p>The main type is {@link org.mobilenet4j.network.cost.Cost}. Time is measured, not counted, and
 * does not belong here.
 */
@NullMarked
package org.mobilenet4j.network.cost;

import org.jspecify.annotations.NullMarked;
