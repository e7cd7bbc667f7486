/**
 * The papers' tables and the options that turn one of them into a network.
 *
 * <p>The main type is {@link org.mobilenet4j.network.architecture.Architecture}:
 *
 * <pre>{@code
 * Network network = Architecture.named("mobilenet-v2").width(0.75).resolution(192).build();
 * }</pre>
 *
 * <p>Each table is a text resource in the paper's own columns; each family of columns has a reader
 * of its own. What a network costs is counted in {@code network.cost}; weights do not belong here.
 */
@NullMarked
package org.mobilenet4j.network.architecture;

import org.jspecify.annotations.NullMarked;
