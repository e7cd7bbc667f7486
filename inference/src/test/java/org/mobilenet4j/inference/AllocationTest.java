package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/** A warm session allocates nothing: servers run it millions of times. */
class AllocationTest {
  private static final int RUNS = 100;

  // Until the JVM has compiled all that a run calls, vectors are objects.
  private static final int MOST_ATTEMPTS = 100;

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small", "squeezenet-1.1"})
  void a_warm_session_allocates_nothing(String name) {
    Architecture architecture =
        Architecture.named(name).with(ArchitectureOption.RESOLUTION, "64x64");
    Model model = SeededWeights.of(architecture.build(), 3);
    Plan plan = Plan.of(model, new VectorKernels(), PlanLayout.BLOCKED);
    float[] image = SeededInput.of(4, model.network().input());
    float[] output = new float[plan.outputFloats()];

    long least = Long.MAX_VALUE;
    try (Session session = plan.newSession(1)) {
      session.warmUp();
      for (int attempt = 0; attempt < MOST_ATTEMPTS && least > 0; attempt++) {
        least = Math.min(least, allocatedBytes(session, image, output));
      }
    }

    assertThat(least).as("bytes that %d runs allocate", RUNS).isZero();
  }

  private static long allocatedBytes(Session session, float[] image, float[] output) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int run = 0; run < RUNS; run++) {
      session.run(image, output);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
