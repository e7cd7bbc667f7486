/**
 * What the writers of foreign formats share.
 *
 * <p>The writers know nothing of benchmarks and use nothing but {@code network} and {@code model},
 * so that they can become that module's export. What a format itself looks like does not belong
 * here.
 */
@NullMarked
package org.mobilenet4j.benchmarks.exports;

import org.jspecify.annotations.NullMarked;
