package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.kernels.KernelDumpException;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Start;

class KernelDumpTest {
  private static final DenseVariant VARIANT = new DenseVariant(new Panel(2, 8), Tail.RELU6);

  private final @Nullable String before = System.getProperty(KernelDump.PROPERTY);
  @TempDir Path folder;

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(KernelDump.PROPERTY);
    } else {
      System.setProperty(KernelDump.PROPERTY, before);
    }
  }

  @Test
  void the_system_property_writes_the_class_file_of_each_kernel_and_nothing_else()
      throws IOException {
    Path missing = folder.resolve("not/there/yet");
    System.setProperty(KernelDump.PROPERTY, missing.toString());

    BlockedKernels kernels = new BlockedKernels(256, 16);
    kernels.dense(8, 16, Tail.RELU6, new float[8 * 16], new float[16]);
    kernels.dense(8, 16, Tail.NONE, new float[8 * 16], new float[16]);

    assertThat(namesIn(missing))
        .containsExactlyInAnyOrder("Generated_dense_1x8_relu6.class", "Generated_dense_1x8.class");
    byte[] bytes = Files.readAllBytes(missing.resolve("Generated_dense_1x8_relu6.class"));
    assertThat(bytes)
        .isEqualTo(GeneratedKernels.bytes(new DenseVariant(new Panel(1, 8), Tail.RELU6)));
    assertThat(ClassFile.of().parse(bytes).thisClass().asInternalName())
        .endsWith("Generated_dense_1x8_relu6");
  }

  @Test
  void without_the_system_property_nothing_is_dumped() {
    System.clearProperty(KernelDump.PROPERTY);

    assertThat(KernelDump.asProperty()).isEmpty();
  }

  @Test
  void an_earlier_file_is_replaced() throws IOException {
    Path file = folder.resolve("Generated_dense_2x8_relu6.class");
    Files.writeString(file, "of an earlier run");

    new GeneratedKernels(Optional.of(new KernelDump(folder))).of(VARIANT);

    assertThat(Files.readAllBytes(file)).isEqualTo(GeneratedKernels.bytes(VARIANT));
    assertThat(namesIn(folder)).hasSize(1);
  }

  @Test
  void tiles_that_do_the_work_of_others_are_dumped_when_they_are_made() throws IOException {
    PointwiseVariant product =
        new PointwiseVariant(
            6, new Panel(2, 8), 8, Gather.CHANNELS, Start.BIAS, Tail.RELU6, Residual.NONE);
    DepthwiseVariant depthwise =
        new DepthwiseVariant(3, 3, 1, 1, 1, 1, 1, 1, 7, 8, false, Tail.NONE);
    GeneratedKernels kernels = new GeneratedKernels(Optional.of(new KernelDump(folder)));

    makeLastWay(kernels.of(product));
    makeLastWay(kernels.of(depthwise));

    assertThat(namesIn(folder))
        .containsExactlyInAnyOrder(
            "Generated_pointwise_6x2x8_relu6.class",
            "Generated_pointwise_5x2x8_relu6.class",
            "Generated_pointwise_1x2x8_relu6.class",
            "Generated_depthwise_3x3_stride1_7x8_pad1_1.class",
            "Generated_depthwise_3x3_stride1_4x8_pad1_0.class",
            "Generated_depthwise_3x3_stride1_3x8_pad0_1.class");
  }

  private static void makeLastWay(Slot<?> slot) {
    Pupil<?> pupil = slot.pupil();
    while (pupil.hasAnotherWay()) {
      pupil.tryAgain();
    }
  }

  @Test
  void dumped_files_have_the_permissions_of_any_other_new_file() throws IOException {
    Path other = Files.createFile(folder.resolve("other"));
    Path dumped = folder.resolve("dumped");

    new KernelDump(dumped).write(VARIANT);

    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(dumped.resolve("Generated_dense_2x8_relu6.class")))
          .isEqualTo(Files.getPosixFilePermissions(other));
    }
  }

  @Test
  void a_file_in_place_of_the_folder_is_refused_before_any_kernel_is_made() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    System.setProperty(KernelDump.PROPERTY, file.toString());

    assertThatThrownBy(() -> new BlockedKernels(256, 16))
        .isInstanceOf(KernelDumpException.class)
        .hasMessage(
            "The system property mobilenet4j.dumpKernels is '%s', which is no folder; "
                + "expected a folder for the kernels' class files: give another with "
                + "-Dmobilenet4j.dumpKernels=FOLDER, or leave it out.",
            file);
  }

  @Test
  void a_folder_that_cannot_be_made_is_refused_in_a_sentence() throws IOException {
    Path within = Files.writeString(folder.resolve("file"), "no folder").resolve("within");
    System.setProperty(KernelDump.PROPERTY, within.toString());

    assertThatThrownBy(KernelDump::asProperty)
        .isInstanceOf(KernelDumpException.class)
        .hasMessageStartingWith(
            "The system property mobilenet4j.dumpKernels is '%s', where no class file of a kernel can be written ("
                .formatted(within))
        .hasMessageEndingWith("leave it out.");
  }

  @Test
  void a_folder_that_goes_away_is_refused_in_the_same_sentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    KernelDump dump = new KernelDump(file);

    assertThatThrownBy(() -> dump.write(VARIANT))
        .isInstanceOf(KernelDumpException.class)
        .hasMessageStartingWith(
            "The system property mobilenet4j.dumpKernels is '%s', where no class file of a kernel can be written ("
                .formatted(file));
  }

  @Test
  void an_empty_system_property_is_refused() {
    System.setProperty(KernelDump.PROPERTY, " ");

    assertThatThrownBy(KernelDump::asProperty)
        .isInstanceOf(KernelDumpException.class)
        .hasMessageStartingWith(
            "The system property mobilenet4j.dumpKernels is empty; expected a folder for the kernels' class files");
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
