package org.mobilenet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.mobilenet4j.network.MobileNetException;

/**
 * Tests that read files which were damaged or made to do harm: each must be refused in one line or
 * be read. Any other throwable, running out of memory and not coming back fail the test.
 */
public final class HostileFiles {
  /** Generous for a busy machine: the reads take milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int LONGEST_MESSAGE = 1500;

  private static final List<Damage> KINDS = List.of(Damage.values());

  private final Path folder;
  private final String ending;
  private final Reader reader;

  /** Reads a file to the last number. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @param file the file
     * @throws MobileNetException if it is refused
     */
    void read(Path file);
  }

  /**
   * @param folder where files are put
   * @param ending of their names
   * @param reader what reads them
   */
  public HostileFiles(Path folder, String ending, Reader reader) {
    this.folder = folder;
    this.ending = ending;
    this.reader = reader;
  }

  /** A file that must be refused for a reason that the message names. */
  public DynamicTest refused(String name, byte[] bytes, String words) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          String message =
              outcome(bytes).orElseGet(() -> fail("The file was read, but should be refused."));
          assertThat(message).contains(words);
        });
  }

  /** A file that may be refused or read. */
  public DynamicTest survived(String name, byte[] bytes) {
    return DynamicTest.dynamicTest(name, () -> outcome(bytes));
  }

  /** Cuts, flipped bits, huge numbers, doubled and lost pieces of a sound file. */
  public Stream<DynamicTest> damaged(String name, byte[] sound, int count) {
    return damaged(name, sound, count, bytes -> bytes);
  }

  /**
   * Damages a part of a file.
   *
   * @param wrapping makes a whole file of the damaged part
   */
  public Stream<DynamicTest> damaged(String name, byte[] part, int count, Wrapping wrapping) {
    return IntStream.range(0, count)
        .mapToObj(seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Damage damage = KINDS.get(seed % KINDS.size());
          return survived(
              "%s, %s, seed %d".formatted(name, damage, seed),
              wrapping.wrap(damage.done(part, random)));
        });
  }

  /** Makes a file of a part. */
  @FunctionalInterface
  public interface Wrapping {
    /**
     * @param part what may be damaged
     * @return the file
     */
    byte[] wrap(byte[] part);
  }

  /** The message of the refusal; empty if the file was read. */
  private Optional<String> outcome(byte[] bytes) {
    try {
      Path file = Files.write(Files.createTempFile(folder, "hostile", ending), bytes);
      try {
        return assertTimeoutPreemptively(PATIENCE, () -> read(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> read(Path file) {
    try {
      reader.read(file);
      return Optional.empty();
    } catch (MobileNetException e) {
      String message = String.valueOf(e.getMessage());
      assertThat(message)
          .isNotBlank()
          .hasSizeLessThan(LONGEST_MESSAGE)
          .contains(String.valueOf(file.getFileName()));
      assertThat(message.codePoints().filter(Character::isISOControl)).isEmpty();
      return Optional.of(message);
    }
  }

  /** What can happen to a file. */
  private enum Damage {
    CUT {
      @Override
      byte[] done(byte[] sound, SplittableRandom random) {
        return Arrays.copyOf(sound, random.nextInt(sound.length));
      }
    },
    FLIPPED_BITS {
      @Override
      byte[] done(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        for (int i = 0; i <= random.nextInt(8); i++) {
          bytes[place(bytes, random)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
      }
    },
    HUGE_NUMBER {
      @Override
      byte[] done(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        int at = place(bytes, random);
        byte[] huge = HUGE[random.nextInt(HUGE.length)];
        System.arraycopy(huge, 0, bytes, at, Math.min(huge.length, bytes.length - at));
        return bytes;
      }
    },
    DOUBLED_PIECE {
      @Override
      byte[] done(byte[] sound, SplittableRandom random) {
        int from = place(sound, random);
        int to = Math.min(sound.length, from + 1 + random.nextInt(200));
        byte[] bytes = Arrays.copyOf(sound, sound.length + to - from);
        System.arraycopy(sound, from, bytes, to, sound.length - from);
        return bytes;
      }
    },
    LOST_PIECE {
      @Override
      byte[] done(byte[] sound, SplittableRandom random) {
        int from = place(sound, random);
        int to = Math.min(sound.length, from + 1 + random.nextInt(50));
        byte[] bytes = Arrays.copyOf(sound, sound.length - (to - from));
        System.arraycopy(sound, to, bytes, from, sound.length - to);
        return bytes;
      }
    },
    NOISE {
      @Override
      byte[] done(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        int from = place(bytes, random);
        byte[] noise = new byte[Math.min(bytes.length - from, 1 + random.nextInt(64))];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, noise.length);
        return bytes;
      }
    };

    private static final byte[][] HUGE = {
      {-1, -1, -1, -1},
      {-1, -1, -1, 0x7f},
      {0, 0, 0, -128},
      {-1, -1, -1, -1, -1, -1, -1, 0x7f},
      {0, 0, 0, 0, 0, 0, 0, -128},
      {'9', '9', '9', '9', '9', '9', '9', '9', '9'},
      {'-', '1'},
    };

    abstract byte[] done(byte[] sound, SplittableRandom random);

    /** Mostly near the ends, where files keep their lengths and tables. */
    private static int place(byte[] bytes, SplittableRandom random) {
      int near = Math.min(bytes.length, 2000);
      return switch (random.nextInt(4)) {
        case 0 -> random.nextInt(bytes.length);
        case 1 -> bytes.length - 1 - random.nextInt(near);
        default -> random.nextInt(near);
      };
    }
  }
}
