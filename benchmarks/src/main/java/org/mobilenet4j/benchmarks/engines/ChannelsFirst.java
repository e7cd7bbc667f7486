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
}
