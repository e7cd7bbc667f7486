package org.mobilenet4j.network.audit;

/**
 * One figure or claim.
 *
 * @param group where it belongs
 * @param source paper and table, or the lecture and the time
 * @param claim what the figure is of, or what is said
 * @param printed the figure as it is printed; empty for a claim without one
 * @param counted what the arithmetic says; empty where nothing can be counted
 * @param verdict what becomes of it
 * @param reason one sentence why
 */
public record AuditEntry(
    Group group,
    String source,
    String claim,
    String printed,
    String counted,
    Verdict verdict,
    String reason) {}
