package org.mobilenet4j.model.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

final class IoReasonTest {
  @Test
  void only_where_room_is_missing_more_of_it_helps() {
    assertThat(IoReason.isNoRoom(new IOException("No space left on device"))).isTrue();
    assertThat(IoReason.isNoRoom(new FileSystemException("a", null, "Disk quota exceeded")))
        .isTrue();
    assertThat(IoReason.isNoRoom(new IOException("File too large"))).isTrue();
    assertThat(IoReason.isNoRoom(new IOException("There is not enough space on the disk")))
        .isTrue();
    assertThat(IoReason.isNoRoom(new FileSystemException("a", null, "Read-only file system")))
        .isFalse();
    assertThat(IoReason.isNoRoom(new AccessDeniedException("a"))).isFalse();
    assertThat(IoReason.isNoRoom(new IOException())).isFalse();
  }

  @Test
  void a_reason_is_said_without_the_path() {
    assertThat(IoReason.of(new FileSystemException("a/b", null, "Read-only file system")))
        .isEqualTo("Read-only file system");
    assertThat(IoReason.of(new FileSystemException("a/b"))).isEqualTo("a/b");
  }
}
