package org.mobilenet4j.training.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The unpacked bytes of a tar, read or skipped: a bomb of what is no picture is a bomb too. What a
 * tar ends with, blocks of zeros, is looked for as well.
 */
final class CountedStream extends FilterInputStream {
  private static final int BLOCK = 512;

  private final ArchiveEntries entries;
  private long unpacked;
  private int zeros;
  private boolean emptyBlock;

  CountedStream(InputStream in, ArchiveEntries entries) {
    super(in);
    this.entries = entries;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    zeros = value == 0 ? zeros + 1 : 0;
    emptyBlock |= zeros >= BLOCK;
    return value;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = in.read(to, offset, length);
    count(Math.max(read, 0));
    lookAt(to, offset, Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = in.skip(wanted);
    count(skipped);
    zeros = 0; // nobody has seen them
    return skipped;
  }

  private void lookAt(byte[] bytes, int offset, int length) {
    int last = 0;
    while (last < length && bytes[offset + length - 1 - last] == 0) {
      last++;
    }
    zeros = Math.min(last == length ? zeros + last : last, BLOCK);
    emptyBlock |= zeros >= BLOCK;
  }

  /** Forgets the zeros so far: those of a header or of a picture end no tar. */
  void betweenEntries() {
    zeros = 0;
    emptyBlock = false;
  }

  /** Whether a block of nothing but zeros was read since then. */
  boolean sawEmptyBlock() {
    return emptyBlock;
  }

  private void count(long bytes) {
    unpacked += bytes;
    entries.streamed(unpacked);
  }
}
