package org.mobilenet4j.kernels.blocked;

import java.util.Locale;
import org.mobilenet4j.kernels.Tail;

/**
 * One kernel of a family: what distinguishes it from its sisters, and its definition. Equal
 * variants are one kernel.
 *
 * @param <K> the interface that the kernel implements, whose single method is {@code run}
 */
sealed interface Variant<K>
    permits PointwiseVariant,
        DepthwiseVariant,
        DenseVariant,
        WeightGradientVariant,
        DepthwiseGradientVariant,
        ChannelVariant {
  /** Operation, tile and fused tail; the same in profile, benchmark and log. */
  String name();

  /** The interface that the kernel implements. */
  Class<K> seam();

  /** The body of its method {@code run}. */
  void emit(VectorCode code);

  /** Work to train and to prove it with. */
  Trial<K> trial();

  /** A tail as the end of a name. */
  static String suffix(Tail tail) {
    return tail == Tail.NONE ? "" : "_" + tail.name().toLowerCase(Locale.ROOT);
  }
}
