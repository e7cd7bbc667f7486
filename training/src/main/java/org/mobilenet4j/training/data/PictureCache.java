package org.mobilenet4j.training.data;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.mobilenet4j.vision.image.Pixels;

/**
 * A data set whose pictures are decoded once, as far as memory was granted; the others are decoded
 * each time. What comes out is the same with any grant.
 */
public final class PictureCache implements DataSet {
  /** What an object and its array take beside the pixels, rounded up. */
  private static final long OVERHEAD_BYTES = 80;

  private final DataSet pictures;
  private final AtomicReferenceArray<Pixels> kept;
  private final AtomicLong freeBytes;

  /**
   * Keeps pictures of a data set.
   *
   * @param pictures the data set
   * @param maxBytes for decoded pixels; 0 keeps none
   */
  public PictureCache(DataSet pictures, long maxBytes) {
    this.pictures = pictures;
    this.kept = new AtomicReferenceArray<>(pictures.size());
    this.freeBytes = new AtomicLong(maxBytes);
  }

  @Override
  public List<String> labels() {
    return pictures.labels();
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public int label(int index) {
    return pictures.label(index);
  }

  @Override
  public String name(int index) {
    return pictures.name(index);
  }

  @Override
  public Pixels picture(int index) {
    Pixels known = kept.get(index);
    if (known != null) {
      return known;
    }
    Pixels decoded = pictures.picture(index);
    long bytes = decoded.extent().area() * Pixels.CHANNELS + OVERHEAD_BYTES;
    if (freeBytes.addAndGet(-bytes) < 0 || !kept.compareAndSet(index, null, decoded)) {
      freeBytes.addAndGet(bytes);
    }
    return decoded;
  }

  /**
   * The memory that is still free.
   *
   * @return bytes
   */
  public long freeBytes() {
    return freeBytes.get();
  }
}
