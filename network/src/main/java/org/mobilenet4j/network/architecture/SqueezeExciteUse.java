package org.mobilenet4j.network.architecture;

/** Whether blocks have the squeeze-and-excite that their table gives them. */
public enum SqueezeExciteUse {
  /** Where the table says so. */
  YES,
  /** Nowhere. */
  NO;

  /**
   * @return the name in options and files
   */
  public String key() {
    return EnumText.key(this);
  }
}
