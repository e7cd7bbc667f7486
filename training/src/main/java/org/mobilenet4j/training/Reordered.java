package org.mobilenet4j.training;

import java.util.List;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.vision.image.Pixels;

/**
 * The pictures of a data set in another order.
 *
 * @param pictures the data set
 * @param order where each of the pictures stands in it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reordered(DataSet pictures, int[] order) implements DataSet {
  @Override
  public List<String> labels() {
    return pictures.labels();
  }

  @Override
  public int size() {
    return order.length;
  }

  @Override
  public int label(int index) {
    return pictures.label(order[index]);
  }

  @Override
  public String name(int index) {
    return pictures.name(order[index]);
  }

  @Override
  public Pixels picture(int index) {
    return pictures.picture(order[index]);
  }
}
