/**
 * A network as training sees it: forward over a batch, and the gradient of every weight on the way
 * back.
 *
 * <p>{@link org.mobilenet4j.training.gradient.TrainableNetwork} is the door. Behind it each
 * operation is a step with a way forward and a way back; batch normalisation and activation are not
 * stored but applied whenever a value is read.
 */
@NullMarked
package org.mobilenet4j.training.gradient;

import org.jspecify.annotations.NullMarked;
