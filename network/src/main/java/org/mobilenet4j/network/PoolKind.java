package org.mobilenet4j.network;

/** What a pool takes of the numbers in its window. */
public enum PoolKind {
  /** The largest. */
  MAX,
  /** The mean of those inside the picture. */
  AVERAGE,
  /** The mean of the whole window, pixels of the padding counted as zeros. */
  AVERAGE_WITH_PADDING
}
