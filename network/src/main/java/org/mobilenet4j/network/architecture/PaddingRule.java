package org.mobilenet4j.network.architecture;

import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Padding;

/**
 * How the convolutions of a network are padded so that stride alone decides the size of the result.
 *
 * <p>The sizes agree, the values do not: at stride 2 and even sizes the two sample other pixels.
 */
public enum PaddingRule {
  /**
   * TensorFlow's SAME: what is missing, the smaller half before the picture; slim and timm's {@code
   * tf_} models. Keras pads alike for even inputs; its V1 always pads (0, 1), which for an odd
   * input of a stride-2 layer gives one pixel less (15 becomes 7, not 8) and is not offered here.
   */
  SAME,
  /** Half the kernel on each side; torchvision and timm. */
  SYMMETRIC;

  /**
   * @return the name in options and files
   */
  public String key() {
    return EnumText.key(this);
  }

  Padding of(Extent kernel) {
    return switch (this) {
      case SAME -> new Padding.Same();
      case SYMMETRIC -> Padding.half(kernel);
    };
  }
}
