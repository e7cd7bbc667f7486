package org.mobilenet4j.model.safetensors;

/** What happens when a file that is to be written is there already. */
public enum Overwrite {
  /** Nothing is written, and the user is told. */
  REFUSE,
  /** The old file stays until the new one is complete, and is then replaced at once. */
  REPLACE
}
