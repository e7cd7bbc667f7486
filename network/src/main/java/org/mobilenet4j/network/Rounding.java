package org.mobilenet4j.network;

/** What a pool does with a last window that is only partly inside the picture. */
public enum Rounding {
  /** Leaves it out; the rule of convolutions and of most pools. */
  FLOOR,
  /** Keeps it where it begins inside; the rule of Caffe, and so of SqueezeNet 1.0 and GoogLeNet. */
  CEIL
}
