package org.mobilenet4j.network.architecture;

/** Where a network ends. */
public enum Head {
  /** With its classifier: one logit a class. */
  CLASSIFIER,
  /**
   * With the features that the classifier would read: the mean over the picture (1280 numbers in
   * V2, 1024 in V1, 960 or 576 in V3, whose layer between pool and classifier belongs to the
   * classifier), or the last hidden layer in AlexNet and VGG.
   */
  FEATURES;

  /**
   * @return the name in options and files
   */
  public String key() {
    return EnumText.key(this);
  }
}
