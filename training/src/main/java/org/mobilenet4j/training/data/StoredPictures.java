package org.mobilenet4j.training.data;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.Pixels;

/** A data set of files or of an archive's entries. */
final class StoredPictures implements DataSet {
  /**
   * A picture and its class.
   *
   * @param picture as it is stored
   * @param label index of the class
   */
  record Labelled(StoredPicture picture, int label) {}

  private final List<String> labels;
  private final List<Labelled> pictures;
  private final DecodeOptions decoding;

  StoredPictures(List<String> labels, List<Labelled> pictures, DecodeOptions decoding) {
    this.labels = List.copyOf(labels);
    this.pictures = List.copyOf(pictures);
    this.decoding = decoding;
  }

  /** Their labels are the names of their classes, sorted. */
  static StoredPictures of(List<Assignment> assigned, DecodeOptions decoding) {
    List<String> labels =
        List.copyOf(new TreeSet<>(assigned.stream().map(Assignment::label).toList()));
    return new StoredPictures(
        labels,
        assigned.stream()
            .map(one -> new Labelled(one.picture(), Collections.binarySearch(labels, one.label())))
            .toList(),
        decoding);
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public int label(int index) {
    return pictures.get(index).label();
  }

  @Override
  public String name(int index) {
    return pictures.get(index).picture().name();
  }

  @Override
  public Pixels picture(int index) {
    return pictures.get(index).picture().decode(decoding);
  }

  StoredPicture stored(int index) {
    return pictures.get(index).picture();
  }
}
