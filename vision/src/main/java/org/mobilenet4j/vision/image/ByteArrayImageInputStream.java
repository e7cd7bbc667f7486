package org.mobilenet4j.vision.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Gives a decoder bytes that are already in memory, without a copy, and knows whether it wanted
 * more.
 */
final class ByteArrayImageInputStream extends ImageInputStreamImpl {
  private final byte[] bytes;
  private boolean exhausted;

  ByteArrayImageInputStream(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether a byte beyond the last one was asked for: the picture is cut off. */
  boolean exhausted() {
    return exhausted;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      exhausted = true;
      return -1;
    }
    return bytes[(int) streamPos++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      exhausted = true;
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
