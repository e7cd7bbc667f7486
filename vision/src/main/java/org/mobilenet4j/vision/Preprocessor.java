package org.mobilenet4j.vision;

import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.vision.image.Framing;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Turns the pixels of a photo into a network's input, following the model's {@link Preprocessing};
 * immutable, safe to share between threads.
 */
final class Preprocessor {
  private static final int LEVELS = 256;
  private static final int[] RGB = {0, 1, 2};
  private static final int[] BGR = {2, 1, 0};

  private final Preprocessing preprocessing;
  private final Extent size;
  private final float[][] normalised;

  private Preprocessor(Preprocessing preprocessing, Extent size, float[][] normalised) {
    this.preprocessing = preprocessing;
    this.size = size;
    this.normalised = normalised;
  }

  /**
   * @param preprocessing what to do
   * @param input the network's input; its channels are those of the preprocessing
   * @throws IllegalArgumentException if the channels differ
   */
  static Preprocessor of(Preprocessing preprocessing, Shape input) {
    int channels = preprocessing.mean().size();
    if (input.channels() != channels) {
      throw new IllegalArgumentException(
          "Preprocessing for %d channels and a network that reads %s; both must have as many channels."
              .formatted(channels, input));
    }
    float[][] normalised = new float[channels][LEVELS];
    for (int channel = 0; channel < channels; channel++) {
      double mean = preprocessing.mean().get(channel);
      double deviation = preprocessing.deviation().get(channel);
      for (int level = 0; level < LEVELS; level++) {
        normalised[channel][level] = (float) ((level * preprocessing.scale() - mean) / deviation);
      }
    }
    return new Preprocessor(preprocessing, input.extent(), normalised);
  }

  /**
   * @param photo a photo of any size
   * @return the network's input, {@code [height, width, channels]}
   */
  float[] apply(Pixels photo) {
    Pixels fitted = Framing.frame(photo, size, preprocessing.crop(), preprocessing.resampling());
    byte[] rgb = fitted.toByteArray();
    float[] input = new float[Math.multiplyExact(normalised.length, rgb.length / Pixels.CHANNELS)];
    switch (preprocessing.order()) {
      case RGB -> normalise(rgb, RGB, input);
      case BGR -> normalise(rgb, BGR, input);
      case GREY -> normaliseLuminance(rgb, input);
    }
    return input;
  }

  private void normalise(byte[] rgb, int[] order, float[] input) {
    for (int pixel = 0; pixel < rgb.length; pixel += Pixels.CHANNELS) {
      for (int channel = 0; channel < order.length; channel++) {
        input[pixel + channel] = normalised[channel][rgb[pixel + order[channel]] & 0xFF];
      }
    }
  }

  private void normaliseLuminance(byte[] rgb, float[] input) {
    for (int pixel = 0; pixel < input.length; pixel++) {
      int at = pixel * Pixels.CHANNELS;
      int red = rgb[at] & 0xFF;
      int green = rgb[at + 1] & 0xFF;
      int blue = rgb[at + 2] & 0xFF;
      // ITU-R 601 in 16-bit fixed point, as Pillow's convert("L") does it.
      input[pixel] = normalised[0][(red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16];
    }
  }
}
