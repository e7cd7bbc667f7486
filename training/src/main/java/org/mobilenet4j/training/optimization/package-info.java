/** Losses, optimisers, learning rates, weight decay and moving averages: arithmetic on float arrays. */
@NullMarked
package org.mobilenet4j.training.optimization;

import org.jspecify.annotations.NullMarked;
