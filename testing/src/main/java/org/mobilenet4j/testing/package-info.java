/** What the tests of all modules share: real data if it is there, and no skipped tests. */
@NullMarked
package org.mobilenet4j.testing;

import org.jspecify.annotations.NullMarked;
