package org.mobilenet4j.model;

import java.util.List;

/**
 * How the pixels of a photo become a network's input, as data: it travels inside the model file so
 * that nobody has to guess.
 *
 * <p>A pixel value x from 0 to 255 of channel c becomes {@code (x · scale - mean[c]) /
 * deviation[c]}.
 *
 * @param resampling how the photo is scaled
 * @param crop what part of the photo the network sees
 * @param order in which order the channels lie
 * @param scale factor before the mean is taken off: 1 or 1/255
 * @param mean one number a channel, in the given order
 * @param deviation one number a channel, in the given order; none is zero
 */
public record Preprocessing(
    Resampling resampling,
    Crop crop,
    ChannelOrder order,
    double scale,
    List<Double> mean,
    List<Double> deviation) {

  /** How a photo is scaled; both are antialiased: their support grows with the reduction. */
  public enum Resampling {
    /** A triangle filter. */
    BILINEAR,
    /** Keys' cubic filter with a = -1/2. */
    BICUBIC
  }

  /** The order of the channels in the network's input. */
  public enum ChannelOrder {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red, as Caffe's and Paddle's networks want it. */
    BGR,
    /** One channel of luminance. */
    GREY
  }

  /** What part of a photo the network sees. */
  public sealed interface Crop {
    /**
     * The middle of the photo, scaled so that the input is {@code share} of its short side.
     *
     * @param share from above 0 to 1; 0.875 is usual
     */
    record Centre(double share) implements Crop {
      public Centre {
        if (!(share > 0 && share <= 1)) {
          throw new IllegalArgumentException(
              "Centre crop of share %s; it must lie above 0 and not above 1.".formatted(share));
        }
      }
    }

    /** The whole photo, height and width scaled each by itself. */
    record None() implements Crop {}
  }

  public Preprocessing {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    int channels = order == ChannelOrder.GREY ? 1 : 3;
    if (mean.size() != channels || deviation.size() != channels) {
      throw new IllegalArgumentException(
          "Preprocessing in order %s with %d means and %d deviations; expected %d of each."
              .formatted(order, mean.size(), deviation.size(), channels));
    }
    boolean finite = Double.isFinite(scale) && mean.stream().allMatch(Double::isFinite);
    if (!finite || !deviation.stream().allMatch(d -> Double.isFinite(d) && d != 0)) {
      throw new IllegalArgumentException(
          "Preprocessing with scale %s, mean %s, deviation %s; all must be finite and no deviation zero."
              .formatted(scale, mean, deviation));
    }
  }

  /** The crop of nearly every published ImageNet figure. */
  private static final Crop USUAL_CROP = new Crop.Centre(0.875);

  /**
   * @return from -1 to 1, as TensorFlow's MobileNets want it: {@code x / 127.5 - 1}
   */
  public static Preprocessing tf() {
    return rgb(1, List.of(127.5, 127.5, 127.5), List.of(127.5, 127.5, 127.5));
  }

  /**
   * @return ImageNet's mean and standard deviation, as torchvision's and most of timm's networks
   *     want it
   */
  public static Preprocessing torchvision() {
    return rgb(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
  }

  /**
   * @return blue, green, red from 0 to 255 without their means, as Caffe's networks want it
   */
  public static Preprocessing caffe() {
    return new Preprocessing(
        Resampling.BILINEAR,
        USUAL_CROP,
        ChannelOrder.BGR,
        1,
        List.of(104.0, 117.0, 123.0),
        List.of(1.0, 1.0, 1.0));
  }

  /**
   * @return from 0 to 1: {@code x / 255}
   */
  public static Preprocessing unit() {
    return rgb(1 / 255.0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  }

  private static Preprocessing rgb(double scale, List<Double> mean, List<Double> deviation) {
    return new Preprocessing(
        Resampling.BILINEAR, USUAL_CROP, ChannelOrder.RGB, scale, mean, deviation);
  }

  /**
   * @param other the crop to use
   * @return the same with another crop
   */
  public Preprocessing withCrop(Crop other) {
    return new Preprocessing(resampling, other, order, scale, mean, deviation);
  }
}
