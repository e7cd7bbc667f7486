package org.mobilenet4j.training.data;

import java.util.List;
import org.mobilenet4j.vision.image.Pixels;

/** Some pictures of a data set. */
final class Selection implements DataSet {
  private final DataSet pictures;
  private final int[] indices;

  Selection(DataSet pictures, int[] indices) {
    this.pictures = pictures;
    this.indices = indices;
  }

  @Override
  public List<String> labels() {
    return pictures.labels();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int label(int index) {
    return pictures.label(indices[index]);
  }

  @Override
  public String name(int index) {
    return pictures.name(indices[index]);
  }

  @Override
  public Pixels picture(int index) {
    return pictures.picture(indices[index]);
  }
}
