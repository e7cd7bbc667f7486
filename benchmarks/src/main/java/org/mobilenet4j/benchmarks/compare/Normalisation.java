package org.mobilenet4j.benchmarks.compare;

import java.nio.FloatBuffer;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.Framing;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;

/** The preparation of photos as a program of another runtime would write it, on our decoder. */
final class Normalisation {
  static final int SIDE = 224;

  private static final Preprocessing PREPROCESSING = Preprocessing.torchvision();
  private static final int LEVELS = 256;
  private static final int PIXELS = SIDE * SIDE;

  private final float[][] normalised = new float[Pixels.CHANNELS][LEVELS];

  Normalisation() {
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      double mean = PREPROCESSING.mean().get(channel);
      double deviation = PREPROCESSING.deviation().get(channel);
      for (int level = 0; level < LEVELS; level++) {
        normalised[channel][level] = (float) ((level * PREPROCESSING.scale() - mean) / deviation);
      }
    }
  }

  /** {@code [channels, height, width]}, as ONNX Runtime and PyTorch read it. */
  void channelsFirst(byte[] jpeg, FloatBuffer out) {
    byte[] rgb = pixels(jpeg);
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      float[] levels = normalised[channel];
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        out.put(channel * PIXELS + pixel, levels[rgb[pixel * Pixels.CHANNELS + channel] & 0xFF]);
      }
    }
  }

  /** {@code [height, width, channels]}. */
  float[] channelsLast(byte[] jpeg) {
    byte[] rgb = pixels(jpeg);
    float[] image = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      image[i] = normalised[i % Pixels.CHANNELS][rgb[i] & 0xFF];
    }
    return image;
  }

  private static byte[] pixels(byte[] jpeg) {
    Pixels photo = Images.decode(jpeg, DecodeOptions.standard());
    return Framing.frame(
            photo, Extent.square(SIDE), PREPROCESSING.crop(), PREPROCESSING.resampling())
        .toByteArray();
  }
}
