package org.mobilenet4j.vision;

import java.util.Objects;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.vision.image.Framing;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Turns the pixels of a photo into a network's input, following the model's {@link Preprocessing};
 * immutable, safe to share between threads.
 */
public final class Preprocessor {
  private static final int LEVELS = 256;
  private static final int[] RGB = {0, 1, 2};
  private static final int[] BGR = {2, 1, 0};
  private static final int[] GREY = {0, 0, 0};

  private final Preprocessing preprocessing;
  private final Extent size;
  private final float[][] normalised;

  private Preprocessor(Preprocessing preprocessing, Extent size, float[][] normalised) {
    this.preprocessing = preprocessing;
    this.size = size;
    this.normalised = normalised;
  }

  /**
   * The preprocessor of a network.
   *
   * @param preprocessing what to do
   * @param input the network's input; its channels are those of the preprocessing
   * @return the preprocessor
   * @throws IllegalArgumentException if the channels differ
   */
  public static Preprocessor of(Preprocessing preprocessing, Shape input) {
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
   * The size of the pictures that the network sees.
   *
   * @return height and width
   */
  public Extent size() {
    return size;
  }

  /**
   * The filter with which photos are scaled.
   *
   * @return the filter of the preprocessing
   */
  public Preprocessing.Resampling resampling() {
    return preprocessing.resampling();
  }

  /**
   * The floats of one picture, {@code height × width × channels}.
   *
   * @return a positive number
   */
  public int floats() {
    return Math.toIntExact(Math.multiplyExact(normalised.length, size.area()));
  }

  /**
   * Frames a photo and normalises it.
   *
   * @param photo a photo of any size
   * @return the network's input, {@code [height, width, channels]}
   */
  public float[] apply(Pixels photo) {
    float[] input = new float[floats()];
    normalise(framed(photo), input, 0);
    return input;
  }

  /**
   * The part of a photo that the network sees, not normalised yet.
   *
   * @param photo a photo of any size
   * @return a picture of the network's size
   */
  public Pixels framed(Pixels photo) {
    return Framing.frame(photo, size, preprocessing.crop(), preprocessing.resampling());
  }

  /**
   * Normalises a picture that has the network's size already.
   *
   * @param picture of the network's size
   * @param input where the numbers go, {@code [height, width, channels]}
   * @param offset where the first one goes
   * @throws IllegalArgumentException if the picture has another size
   * @throws IndexOutOfBoundsException if {@code input} has no room from there on
   */
  public void normalise(Pixels picture, float[] input, int offset) {
    if (!picture.extent().equals(size)) {
      throw new IllegalArgumentException(
          "A picture of %s pixels for a network that sees %s; frame it first."
              .formatted(picture.extent(), size));
    }
    Objects.checkFromIndexSize(offset, floats(), input.length);
    byte[] rgb = picture.toByteArray();
    switch (preprocessing.order()) {
      case RGB -> normalise(rgb, RGB, input, offset);
      case BGR -> normalise(rgb, BGR, input, offset);
      case GREY -> normaliseLuminance(rgb, input, offset);
    }
  }

  /**
   * The way back: the picture that a network sees, for people to look at. Values outside of what
   * pixels can say are cut off.
   *
   * @param input numbers as {@link #normalise} makes them, or mixtures of such
   * @param offset where the picture begins
   * @return a picture of the network's size; grey where the network sees luminance only
   * @throws IndexOutOfBoundsException if {@code input} ends before the picture does
   */
  public Pixels restored(float[] input, int offset) {
    Objects.checkFromIndexSize(offset, floats(), input.length);
    int[] order =
        switch (preprocessing.order()) {
          case RGB -> RGB;
          case BGR -> BGR;
          case GREY -> GREY;
        };
    byte[] rgb = new byte[Math.toIntExact(size.area() * Pixels.CHANNELS)];
    for (int pixel = 0; pixel < size.area(); pixel++) {
      for (int colour = 0; colour < Pixels.CHANNELS; colour++) {
        int channel = order[colour];
        double value = input[offset + pixel * normalised.length + channel];
        double level =
            (value * preprocessing.deviation().get(channel) + preprocessing.mean().get(channel))
                / preprocessing.scale();
        rgb[pixel * Pixels.CHANNELS + colour] = (byte) Math.clamp(Math.round(level), 0, LEVELS - 1);
      }
    }
    return Pixels.of(size, rgb);
  }

  private void normalise(byte[] rgb, int[] order, float[] input, int offset) {
    for (int pixel = 0; pixel < rgb.length; pixel += Pixels.CHANNELS) {
      for (int channel = 0; channel < order.length; channel++) {
        input[offset + pixel + channel] = normalised[channel][rgb[pixel + order[channel]] & 0xFF];
      }
    }
  }

  private void normaliseLuminance(byte[] rgb, float[] input, int offset) {
    for (int pixel = 0; pixel < size.area(); pixel++) {
      int at = pixel * Pixels.CHANNELS;
      int red = rgb[at] & 0xFF;
      int green = rgb[at + 1] & 0xFF;
      int blue = rgb[at + 2] & 0xFF;
      // ITU-R 601 in 16-bit fixed point, as Pillow's convert("L") does it.
      input[offset + pixel] =
          normalised[0][(red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16];
    }
  }
}
