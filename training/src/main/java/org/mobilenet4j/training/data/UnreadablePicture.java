package org.mobilenet4j.training.data;

/**
 * A picture that could not be decoded, and was left out.
 *
 * @param name of the picture
 * @param reason one sentence
 */
public record UnreadablePicture(String name, String reason) {}
