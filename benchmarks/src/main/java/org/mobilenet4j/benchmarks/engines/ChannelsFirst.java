package org.mobilenet4j.benchmarks.engines;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Images as ONNX Runtime and PyTorch read them: channel by channel. */
public final class ChannelsFirst {
  private ChannelsFirst() {}

  /**
   * @param floats how many numbers
   * @return memory that native code can read without copying
   */
  public static FloatBuffer room(int floats) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES, floats))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * @param images {@code [batch, pixels, channels]}
   * @param channels numbers a pixel
   * @param pixels pixels an image
   * @param out takes {@code [batch, channels, pixels]} from its beginning on
   */
  public static void put(float[] images, int channels, int pixels, FloatBuffer out) {
    for (int start = 0; start < images.length; start += channels * pixels) {
      for (int channel = 0; channel < channels; channel++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          out.put(start + channel * pixels + pixel, images[start + pixel * channels + channel]);
        }
      }
    }
  }

  /**
   * Normalises the pixels of a photo on the way.
   *
   * @param rgb {@code [pixels, 3]}
   * @param normalised for each channel what each of the 256 levels becomes
   * @param out takes {@code [3, pixels]} from its beginning on
   */
  public static void put(byte[] rgb, float[][] normalised, FloatBuffer out) {
    int pixels = rgb.length / normalised.length;
    for (int channel = 0; channel < normalised.length; channel++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int level = rgb[pixel * normalised.length + channel] & 0xFF;
        out.put(channel * pixels + pixel, normalised[channel][level]);
      }
    }
  }
}
