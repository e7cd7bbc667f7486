/** Training runs as data: the recipes of the papers and our own. */
@NullMarked
package org.mobilenet4j.training.recipe;

import org.jspecify.annotations.NullMarked;
