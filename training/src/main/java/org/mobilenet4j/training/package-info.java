/** Training: a network, data and a recipe become a model. */
@NullMarked
package org.mobilenet4j.training;

import org.jspecify.annotations.NullMarked;
