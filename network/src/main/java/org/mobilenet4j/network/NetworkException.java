package org.mobilenet4j.network;

/** A graph that is no network: a node without its input, or shapes that do not fit. */
public final class NetworkException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence that names the node, what it was given and what it needs
   */
  public NetworkException(String message) {
    super(message);
  }
}
