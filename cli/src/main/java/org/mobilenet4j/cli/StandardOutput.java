package org.mobilenet4j.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where results are printed, which remembers what a {@link PrintStream} swallows: why it failed.
 */
final class StandardOutput extends PrintStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Watched watched;

  private StandardOutput(Watched watched) {
    super(new BufferedOutputStream(watched, BUFFER_BYTES), false, StandardCharsets.UTF_8);
    this.watched = watched;
  }

  static StandardOutput over(OutputStream out) {
    return new StandardOutput(new Watched(out));
  }

  /**
   * Writes out what is still held back.
   *
   * @return why something could not be written; nothing if all was, or if nobody reads any more, as
   *     in {@code … | head}: the rest is not wanted then, and nothing is wrong
   */
  Optional<IOException> loss() {
    flush();
    return Optional.ofNullable(watched.failure).filter(failure -> !isUnwanted(failure));
  }

  private static boolean isUnwanted(IOException failure) {
    // The system may say it in a language without this word; but a pipe fails for no other reason.
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")
        || isPipe();
  }

  private static boolean isPipe() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
      return false; // no Linux
    }
  }

  /** Keeps the first failure. */
  private static final class Watched extends OutputStream {
    private final OutputStream out;
    private @Nullable IOException failure;

    Watched(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw kept(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw kept(e);
      }
    }

    private IOException kept(IOException e) {
      if (failure == null) {
        failure = e;
      }
      return e;
    }
  }
}
