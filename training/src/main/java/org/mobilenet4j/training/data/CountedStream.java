package org.mobilenet4j.training.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The unpacked bytes of a tar, read or skipped: a bomb of what is no picture is a bomb too. */
final class CountedStream extends FilterInputStream {
  private final ArchiveEntries entries;
  private long unpacked;

  CountedStream(InputStream in, ArchiveEntries entries) {
    super(in);
    this.entries = entries;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = in.read(to, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = in.skip(wanted);
    count(skipped);
    return skipped;
  }

  private void count(long bytes) {
    unpacked += bytes;
    entries.streamed(unpacked);
  }
}
