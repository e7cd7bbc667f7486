/**
 * Random numbers that depend on what they are for, never on when or where they are drawn; not
 * exported.
 *
 * <p>The main type is {@link org.mobilenet4j.training.random.Draws}.
 */
@NullMarked
package org.mobilenet4j.training.random;

import org.jspecify.annotations.NullMarked;
