/**
 * What a network is: operations, the graph they form, and the shapes that flow through it.
 *
 * <p>The main type is {@link org.mobilenet4j.network.Network}, an immutable graph of {@link
 * org.mobilenet4j.network.Node}s, each an {@link org.mobilenet4j.network.Op}. Costs, plans,
 * gradients, import and export all read this one description. Nothing here computes an activation
 * or holds a weight: arithmetic lives in the kernels, weights in the model.
 */
@NullMarked
package org.mobilenet4j.network;

import org.jspecify.annotations.NullMarked;
