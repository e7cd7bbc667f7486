package org.mobilenet4j.training.recipe;

import org.mobilenet4j.network.MobileNetException;

/** A recipe that does not exist or a setting that cannot be read. */
public final class RecipeException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence that says what was found, what was expected and what to do
   */
  public RecipeException(String message) {
    super(message);
  }

  /**
   * @param message one sentence for the user
   * @param cause what refused the setting
   */
  public RecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}
