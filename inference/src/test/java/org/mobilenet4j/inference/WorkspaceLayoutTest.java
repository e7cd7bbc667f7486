package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.inference.WorkspaceLayout.Buffer;

class WorkspaceLayoutTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void buffers_that_live_together_never_overlap(long seed) {
    List<Buffer> buffers = randomBuffers(new Random(seed), 60);

    WorkspaceLayout layout = WorkspaceLayout.of(buffers);

    for (int a = 0; a < buffers.size(); a++) {
      assertThat(layout.offset(a) + buffers.get(a).size()).isLessThanOrEqualTo(layout.size());
      for (int b = 0; b < a; b++) {
        if (liveTogether(buffers.get(a), buffers.get(b))) {
          boolean apart =
              layout.offset(a) + buffers.get(a).size() <= layout.offset(b)
                  || layout.offset(b) + buffers.get(b).size() <= layout.offset(a);
          assertThat(apart).as("buffers %d and %d", a, b).isTrue();
        }
      }
    }
  }

  @Test
  void a_chain_needs_only_the_two_largest_neighbours() {
    List<Buffer> chain =
        List.of(
            new Buffer(160, 0, 1),
            new Buffer(320, 1, 2),
            new Buffer(640, 2, 3),
            new Buffer(160, 3, 4));

    assertThat(WorkspaceLayout.of(chain).size()).isEqualTo(960);
  }

  @Test
  void buffers_start_on_cache_lines() {
    List<Buffer> odd = List.of(new Buffer(7, 0, 1), new Buffer(5, 0, 1), new Buffer(3, 0, 1));

    WorkspaceLayout layout = WorkspaceLayout.of(odd);

    for (int i = 0; i < odd.size(); i++) {
      assertThat(layout.offset(i) % 16).isZero();
    }
  }

  private static List<Buffer> randomBuffers(Random random, int count) {
    List<Buffer> buffers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = random.nextInt(40);
      buffers.add(new Buffer(1 + random.nextInt(5000), first, first + random.nextInt(6)));
    }
    return buffers;
  }

  private static boolean liveTogether(Buffer a, Buffer b) {
    return a.firstStep() <= b.lastStep() && b.firstStep() <= a.lastStep();
  }
}
