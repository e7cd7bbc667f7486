package org.mobilenet4j.model.imports;

/** What becomes of TensorFlow's class 0, "background", in a classifier of 1001 classes. */
public enum BackgroundClass {
  /** It stays: the model has one class more than ImageNet. */
  KEEP,
  /** Its row is left out: class n is ImageNet's class n. */
  DROP
}
