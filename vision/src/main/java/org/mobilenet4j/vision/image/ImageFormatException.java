package org.mobilenet4j.vision.image;

import org.mobilenet4j.network.MobileNetException;

/** A picture that is damaged, hostile, too large, or of a format that is not read. */
public final class ImageFormatException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence: what was found, in which file, what was expected, what to do
   */
  public ImageFormatException(String message) {
    super(message);
  }

  /**
   * @param message one sentence: what was found, in which file, what was expected, what to do
   * @param cause what the operating system or a decoder reported
   */
  public ImageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
