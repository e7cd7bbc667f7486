package org.mobilenet4j.training;

import java.util.List;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Four classes of pictures that are told apart by their colour alone.
 *
 * @param size how many there are
 * @param error 0 for right labels; else by how much each is wrong
 */
record ColouredPictures(int size, int error) implements DataSet {
  static final List<String> NAMES = List.of("red", "green", "blue", "black");
  private static final int SIDE = 24;

  @Override
  public List<String> labels() {
    return NAMES;
  }

  @Override
  public int label(int index) {
    return (index + error) % NAMES.size();
  }

  @Override
  public String name(int index) {
    return NAMES.get(colour(index)) + index;
  }

  private static int colour(int index) {
    return index % NAMES.size();
  }

  @Override
  public Pixels picture(int index) {
    byte[] rgb = new byte[SIDE * SIDE * Pixels.CHANNELS];
    for (int i = colour(index); i < rgb.length && colour(index) < 3; i += Pixels.CHANNELS) {
      rgb[i] = (byte) (100 + index);
    }
    return Pixels.of(Extent.square(SIDE), rgb);
  }
}
