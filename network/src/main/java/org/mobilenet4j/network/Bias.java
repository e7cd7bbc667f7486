package org.mobilenet4j.network;

/** Whether a convolution or dense layer adds a learned number to each output channel. */
public enum Bias {
  /** Products only; usual before a batch normalisation, which has a shift of its own. */
  NONE,
  /** One number for each output channel. */
  ADDED
}
