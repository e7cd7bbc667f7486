package org.mobilenet4j.model.file;

import org.mobilenet4j.network.Shape;

/**
 * The input of a golden pair, made from a seed so that a file need not carry it and any language
 * can make it again.
 *
 * <p>Element {@code i}, counted channels last (index {@code (row · width + column) · channels +
 * channel}), is made from {@code x = i + seed · 0x9E3779B9}, all in 32 bits without sign:
 *
 * <pre>
 * x = (x xor (x >> 16)) · 0x7FEB352D
 * x = (x xor (x >> 15)) · 0x846CA68B
 * x =  x xor (x >> 16)
 * element = (x >> 8) / 2^23 - 1
 * </pre>
 *
 * <p>so that elements are spread evenly from -1 (included) to 1 (excluded), and each is exact in
 * single precision. The mixing function is Chris Wellons's {@code lowbias32}.
 */
public final class SeededInput {
  private SeededInput() {}

  /**
   * @param seed any number from 0 to 2^32 - 1; of others, the lower 32 bits count
   * @param shape what the network takes
   * @return the elements, channels last
   */
  public static float[] of(long seed, Shape shape) {
    float[] elements = new float[Math.toIntExact(shape.elements())];
    int start = (int) seed * 0x9E3779B9;
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (mix(start + i) >>> 8) * 0x1p-23f - 1;
    }
    return elements;
  }

  private static int mix(int index) {
    int x = index;
    x = (x ^ (x >>> 16)) * 0x7FEB352D;
    x = (x ^ (x >>> 15)) * 0x846CA68B;
    return x ^ (x >>> 16);
  }
}
