package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PhotosTest {
  @Test
  void a_seed_draws_one_picture_and_another_seed_another() {
    byte[] photo = Photos.jpeg(1);

    assertThat(Photos.jpeg(1)).isEqualTo(photo);
    assertThat(Photos.jpeg(2)).isNotEqualTo(photo);
    assertThat(photo).hasSizeGreaterThan(50_000); // as large as a photo of 800×600
  }
}
