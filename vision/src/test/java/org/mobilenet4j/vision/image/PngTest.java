package org.mobilenet4j.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobilenet4j.network.Extent;

final class PngTest {
  @Test
  void what_is_written_is_read_again_to_the_bit() {
    byte[] rgb = new byte[7 * 5 * Pixels.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 37);
    }
    Pixels picture = Pixels.of(new Extent(7, 5), rgb);

    Pixels read = Images.decode("sheet.png", Png.encode(picture), DecodeOptions.standard());

    assertThat(read.extent()).isEqualTo(new Extent(7, 5));
    assertThat(read.toByteArray()).isEqualTo(rgb);
  }
}
