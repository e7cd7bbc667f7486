package org.mobilenet4j.kernels.blocked;

/** Whether a product fetches weights while it computes, as {@link Prefetch} says. */
public enum Prefetching {
  /** It does not. */
  NONE,
  /** It fetches what lies behind its panel: the next one, or what was bound next. */
  NEXT
}
