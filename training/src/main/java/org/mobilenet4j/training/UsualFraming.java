package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Preprocessing.Crop;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Which part of a picture a network should see of a data set. The usual crop of seven eighths is
 * made for photos that are larger than the network's input; small ones would be enlarged, only to
 * have their rims cut off, and are taken whole instead.
 */
final class UsualFraming {
  private static final int SAMPLE = 33;

  private UsualFraming() {}

  /**
   * @param preprocessing as the model has it
   * @param input the network's
   * @param pictures some of them are looked at
   * @return the preprocessing, its crop the model's or as large as the picture allows
   */
  static Preprocessing of(Preprocessing preprocessing, Extent input, DataSet pictures) {
    if (!(preprocessing.crop() instanceof Crop.Centre(double share))) {
      return preprocessing;
    }
    List<Double> scales = new ArrayList<>();
    for (int i = 0; i < Math.min(SAMPLE, pictures.size()); i++) {
      int index = (int) ((long) i * pictures.size() / Math.min(SAMPLE, pictures.size()));
      try {
        Pixels picture = pictures.picture(index);
        scales.add(
            Math.min(
                (double) picture.extent().height() / input.height(),
                (double) picture.extent().width() / input.width()));
      } catch (ImageFormatException _) {
        // Whoever reads all of them will say so.
      }
    }
    Collections.sort(scales);
    boolean small = !scales.isEmpty() && scales.get(scales.size() / 2) < 1 / share;
    return small ? preprocessing.withCrop(new Crop.Centre(1)) : preprocessing;
  }
}
