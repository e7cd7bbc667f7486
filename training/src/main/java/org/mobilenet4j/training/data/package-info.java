/**
 * Labelled pictures: where they come from, how they are split, what is done to them before a
 * network sees them.
 */
@NullMarked
package org.mobilenet4j.training.data;

import org.jspecify.annotations.NullMarked;
