package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Makes any batch of an epoch, alone from its number; safe from many threads.
 *
 * @param pictures the data set
 * @param preprocessor of the network
 * @param policy what is done to the pictures
 * @param order the indices of the pictures in the order of the epoch
 * @param size pictures a batch
 * @param seed of the run
 * @param epoch from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BatchMaker(
    DataSet pictures,
    Preprocessor preprocessor,
    AugmentationPolicy policy,
    int[] order,
    int size,
    long seed,
    int epoch) {
  /**
   * What came of a batch.
   *
   * @param batch empty if none of its pictures could be read
   * @param unreadable those that are not in it
   */
  record Made(Optional<Batch> batch, List<UnreadablePicture> unreadable) {}

  Made make(int number) {
    int from = number * size;
    int[] wanted = Arrays.copyOfRange(order, from, Math.min(from + size, order.length));
    int floats = preprocessor.floats();
    float[] input = new float[Math.multiplyExact(wanted.length, floats)];
    int[] indices = new int[wanted.length];
    List<UnreadablePicture> unreadable = new ArrayList<>();
    int count = 0;
    for (int index : wanted) {
      try {
        Pixels photo = pictures.picture(index);
        Pixels seen = policy.picture(photo, preprocessor, seed, epoch, index);
        preprocessor.normalise(seen, input, count * floats);
        indices[count++] = index;
      } catch (ImageFormatException e) {
        unreadable.add(new UnreadablePicture(pictures.name(index), String.valueOf(e.getMessage())));
      }
    }
    return new Made(
        count == 0
            ? Optional.empty()
            : Optional.of(
                batch(number, Arrays.copyOf(indices, count), trimmed(input, count * floats))),
        unreadable);
  }

  private static float[] trimmed(float[] input, int length) {
    return length == input.length ? input : Arrays.copyOf(input, length);
  }

  private Batch batch(int number, int[] indices, float[] input) {
    int classes = pictures.labels().size();
    float[] targets = new float[Math.multiplyExact(indices.length, classes)];
    for (int i = 0; i < indices.length; i++) {
      targets[i * classes + pictures.label(indices[i])] = 1;
    }
    policy.mix(input, targets, preprocessor.size(), seed, epoch, indices);
    return new Batch(number, indices, input, targets);
  }
}
