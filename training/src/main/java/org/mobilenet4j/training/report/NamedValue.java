package org.mobilenet4j.training.report;

/**
 * A line of a table, as a person shall read it.
 *
 * @param name what it is, such as {@code optimiser}
 * @param value with its unit
 */
public record NamedValue(String name, String value) {}
