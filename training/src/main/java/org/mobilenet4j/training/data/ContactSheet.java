package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Pictures side by side in one, so that a person sees what a network sees. Small ones are shown
 * larger by whole pixels.
 */
public final class ContactSheet {
  private static final int GAP = 4;
  private static final int SMALLEST_CELL = 96;
  private static final byte GROUND = (byte) 0xF4;

  private ContactSheet() {}

  /**
   * The pictures of a batch as the network sees them.
   *
   * @param batch the batch
   * @param preprocessor that normalised them
   * @return in the order of the batch
   */
  public static List<Pixels> pictures(Batch batch, Preprocessor preprocessor) {
    List<Pixels> pictures = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      pictures.add(preprocessor.restored(batch.input(), i * preprocessor.floats()));
    }
    return pictures;
  }

  /**
   * One picture of many, row by row.
   *
   * @param pictures of one size; at least one
   * @param columns pictures a row; at least 1
   * @return the sheet
   */
  public static Pixels of(List<Pixels> pictures, int columns) {
    if (pictures.isEmpty() || columns < 1) {
      throw new IllegalArgumentException(
          "A contact sheet of %d pictures in %d columns; expected at least one of each."
              .formatted(pictures.size(), columns));
    }
    Extent size = pictures.getFirst().extent();
    int zoom = Math.max(1, Math.ceilDiv(SMALLEST_CELL, Math.max(size.height(), size.width())));
    int across = Math.min(columns, pictures.size());
    int down = Math.ceilDiv(pictures.size(), across);
    Extent sheet =
        new Extent(
            GAP + down * (size.height() * zoom + GAP), GAP + across * (size.width() * zoom + GAP));
    byte[] rgb = new byte[Math.toIntExact(sheet.area() * Pixels.CHANNELS)];
    Arrays.fill(rgb, GROUND);
    for (int i = 0; i < pictures.size(); i++) {
      Pixels picture = pictures.get(i);
      if (!picture.extent().equals(size)) {
        throw new IllegalArgumentException(
            "A contact sheet of pictures of %s and %s; expected one size."
                .formatted(size, picture.extent()));
      }
      int top = GAP + i / across * (size.height() * zoom + GAP);
      int left = GAP + i % across * (size.width() * zoom + GAP);
      place(picture, zoom, rgb, (top * sheet.width() + left) * Pixels.CHANNELS, sheet.width());
    }
    return Pixels.of(sheet, rgb);
  }

  private static void place(Pixels picture, int zoom, byte[] sheet, int offset, int sheetWidth) {
    byte[] rgb = picture.toByteArray();
    for (int y = 0; y < picture.height() * zoom; y++) {
      for (int x = 0; x < picture.width() * zoom; x++) {
        int from = (y / zoom * picture.width() + x / zoom) * Pixels.CHANNELS;
        int to = offset + (y * sheetWidth + x) * Pixels.CHANNELS;
        System.arraycopy(rgb, from, sheet, to, Pixels.CHANNELS);
      }
    }
  }
}
