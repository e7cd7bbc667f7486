package org.mobilenet4j.training.report;

/**
 * Something to type next.
 *
 * @param purpose what it does, as a sentence
 * @param command the whole line, ready to paste
 */
public record NextCommand(String purpose, String command) {}
