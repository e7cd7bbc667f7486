package org.mobilenet4j.training.data;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;

/** Pictures that are their index everywhere, of three classes; some cannot be read. */
record DrawnSet(int size, Set<Integer> broken) implements DataSet {
  static DrawnSet of(int size, Integer... broken) {
    return new DrawnSet(size, Set.of(broken));
  }

  @Override
  public List<String> labels() {
    return List.of("bird", "cat", "dog");
  }

  @Override
  public int label(int index) {
    return index % 3;
  }

  @Override
  public String name(int index) {
    return "picture " + index;
  }

  @Override
  public Pixels picture(int index) {
    if (broken.contains(index)) {
      throw new ImageFormatException(name(index) + ": broken.");
    }
    byte[] rgb = new byte[8 * 8 * 3];
    Arrays.fill(rgb, (byte) index);
    return Pixels.of(Extent.square(8), rgb);
  }
}
