package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings that are killed at any moment. {@code -Dmobilenet4j.kills=20} kills more of them,
 * {@code -Dmobilenet4j.killSeed=1} at other moments.
 */
final class KilledTrainingTest {
  private static final int EPOCHS = 25;
  private static final int KILLS = Integer.getInteger("mobilenet4j.kills", 2);
  private static final long KILL_SEED = Long.getLong("mobilenet4j.killSeed", 8);
  private static final String MODEL = "model.safetensors";

  @TempDir private Path folder;

  private Process start(Object... words) throws IOException {
    return new TrainingProcesses(folder).start(List.of(), words);
  }

  private List<String> names() throws IOException {
    return new TrainingProcesses(folder).names();
  }

  /**
   * Kills a program at any moment, from the start of the JVM on.
   *
   * @return the moment, or nothing where the program ended before
   */
  private static Optional<String> killAnywhere(
      Process process, SplittableRandom random, long runMillis) throws InterruptedException {
    long millis = random.nextLong(runMillis);
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return ended ? Optional.empty() : Optional.of("after %d of %d ms".formatted(millis, runMillis));
  }

  /**
   * Kills a program while it writes one of its files.
   *
   * @return which file, or nothing where the program ended before that was seen
   */
  private Optional<String> killWriting(Process process, SplittableRandom random)
      throws IOException, InterruptedException {
    List<String> files = List.of(MODEL + ".checkpoint", MODEL, MODEL + ".html");
    String file = files.get(random.nextInt(files.size()));
    Pattern part = Pattern.compile(Pattern.quote("." + file + ".") + "[-0-9a-f]{36}\\.part");
    // Before anything else it is tried out whether files can be made there.
    int tried = 1;
    int writings = tried + (file.endsWith(".checkpoint") ? 1 + random.nextInt(EPOCHS) : 1);
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (process.isAlive()) {
        WatchKey key = watch.poll(100, TimeUnit.MILLISECONDS);
        if (key == null) {
          continue;
        }
        for (WatchEvent<?> event : key.pollEvents()) {
          boolean begun = part.matcher(String.valueOf(event.context())).matches();
          if (begun && --writings == 0) {
            process.destroyForcibly().waitFor();
            return Optional.of("while it wrote " + file);
          }
        }
        key.reset();
      }
    }
    return Optional.empty();
  }

  private static long millisSince(long nanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
  }

  @Test
  void a_run_killed_at_any_moment_ends_with_the_bits_of_one_left_alone(TestReporter reporter)
      throws Exception {
    DrawnFolders.folders(folder.resolve("photos"), 10);
    Object[] words =
        DrawnFolders.train(
            Path.of("photos"), Path.of(MODEL), "--epochs", EPOCHS, "--format", "json");
    long began = System.nanoTime();
    assertThat(start(words).waitFor()).isZero();
    long runMillis = millisSince(began);
    List<String> whole = names();
    byte[] alone = Files.readAllBytes(folder.resolve(MODEL));
    SplittableRandom random = new SplittableRandom(KILL_SEED);

    int kills = 0;
    while (kills < KILLS) {
      for (String file : List.of(MODEL, MODEL + ".html")) {
        Files.delete(folder.resolve(file));
      }
      Process killed = start(words);
      began = System.nanoTime();
      Optional<String> moment =
          kills % 2 == 0 ? killAnywhere(killed, random, runMillis) : killWriting(killed, random);
      if (moment.isEmpty()) {
        runMillis = millisSince(began); // a machine that is less busy now
      }
      String left = String.join(" ", names());
      if (Files.exists(folder.resolve(MODEL + ".checkpoint"))) {
        assertThat(start("resume", MODEL).waitFor()).as(left).isZero();
      } else if (!Files.exists(folder.resolve(MODEL))) {
        assertThat(start(words).waitFor()).as(left).isZero();
      }

      String kill = "seed %d, %s: %s".formatted(KILL_SEED, moment.orElse("at the end"), left);
      assertThat(folder.resolve(MODEL)).as(kill).hasBinaryContent(alone);
      assertThat(names()).as(kill).isEqualTo(whole);
      if (moment.isPresent()) {
        kills++;
        reporter.publishEntry("kill " + kills, kill);
      }
    }
  }
}
