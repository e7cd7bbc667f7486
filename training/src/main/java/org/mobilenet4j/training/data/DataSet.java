package org.mobilenet4j.training.data;

import java.util.List;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Pictures whose classes are known, in a fixed order. Every method may be called from many threads
 * at the same time and answers the same each time.
 */
public interface DataSet {
  /**
   * The names of the classes.
   *
   * @return at least two, except of pictures that only judge a model; a label is an index into this
   *     list
   */
  List<String> labels();

  /**
   * The number of pictures.
   *
   * @return not negative
   */
  int size();

  /**
   * The class of a picture.
   *
   * @param index of the picture, from 0
   * @return an index into {@link #labels}
   * @throws IndexOutOfBoundsException if there is no such picture
   */
  int label(int index);

  /**
   * By what name to speak of a picture.
   *
   * @param index of the picture, from 0
   * @return such as the path of its file
   * @throws IndexOutOfBoundsException if there is no such picture
   */
  String name(int index);

  /**
   * The pixels of a picture.
   *
   * @param index of the picture, from 0
   * @return the picture as it is stored, of any size
   * @throws org.mobilenet4j.vision.image.ImageFormatException if it cannot be read; each time
   * @throws IndexOutOfBoundsException if there is no such picture
   */
  Pixels picture(int index);
}
