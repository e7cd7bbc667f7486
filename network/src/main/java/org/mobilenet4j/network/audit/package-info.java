/**
 * What the papers, the libraries and a lecture print, held against counts of our own tables.
 *
 * <p>The main type is {@link org.mobilenet4j.network.audit.Audit}. Printed figures, claims and
 * reasons are text resources, one a group; what is counted is arithmetic on {@link
 * org.mobilenet4j.network.cost.Cost}, computed when it is asked for, and so is the verdict.
 */
@NullMarked
package org.mobilenet4j.network.audit;

import org.jspecify.annotations.NullMarked;
