/** What came of a training run, for people: a page that needs no other file. */
@NullMarked
package org.mobilenet4j.training.report;

import org.jspecify.annotations.NullMarked;
