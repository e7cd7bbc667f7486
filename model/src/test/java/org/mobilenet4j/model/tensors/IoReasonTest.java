package org.mobilenet4j.model.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
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

  @Test
  void what_the_system_does_not_explain_has_words_of_ours_and_no_name_of_a_class() {
    assertThat(IoReason.of(new IOException())).isEqualTo("the system gives no reason");
    assertThat(IoReason.of(new EOFException())).isEqualTo("it ends too early");
    assertThat(IoReason.of(new EOFException("the list ends"))).isEqualTo("the list ends");
    assertThat(IoReason.of(new ClosedByInterruptException()))
        .isEqualTo("the thread was interrupted");
  }
}
