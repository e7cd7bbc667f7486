package org.mobilenet4j.model;

import java.util.Map;

/**
 * Where a model comes from, as facts with names: {@code source}, {@code convention}, {@code
 * architecture}, {@code removed} and the like; for people, never for the arithmetic.
 *
 * @param facts names and values
 */
public record Provenance(Map<String, String> facts) {
  public Provenance {
    facts = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(facts));
  }
}
