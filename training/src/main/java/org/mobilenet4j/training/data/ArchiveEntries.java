package org.mobilenet4j.training.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.tensors.IoReason;

/**
 * Collects the entries of an archive and trusts none: names that lead elsewhere and sizes beyond
 * the limit are refused, links and what is no picture are left out.
 */
final class ArchiveEntries {
  private static final String EXPECTED =
      "expected a tar, tar.gz or zip of a folder of photos for each class";

  /** An entry costs some hundred bytes even when it is empty. */
  private static final int MOST_ENTRIES = 5_000_000;

  private static final int MOST_NAME_LENGTH = 4096;

  /** How much more than its pictures an archive may hold: headers, and what is no picture. */
  private static final int SLACK = 4;

  private final Path archive;
  private final long maxBytes;
  // Sorted by name; of two entries with the same name the later one counts, as when one unpacks.
  private final TreeMap<String, StoredPicture> pictures = new TreeMap<>();
  private final List<String> others = new ArrayList<>();
  private final List<String> links = new ArrayList<>();
  private final List<String> repeated = new ArrayList<>();
  private final Set<List<String>> folders = new LinkedHashSet<>();
  private boolean endMissing;
  private long bytes;
  private int entries;

  ArchiveEntries(Path archive, long maxBytes) {
    this.archive = archive;
    this.maxBytes = maxBytes;
  }

  void folder(String name) {
    List<String> place = place(name);
    noteFoldersAround(place);
    noteFolder(place);
  }

  void link(String name) {
    noteFoldersAround(place(name));
    links.add(name);
  }

  private void noteFolder(List<String> place) {
    if (!Contents.isOfASystem(place)) {
      folders.add(place);
    }
  }

  /** Many archives have no entries for folders. */
  private void noteFoldersAround(List<String> place) {
    for (int depth = 1; depth < place.size(); depth++) {
      noteFolder(place.subList(0, depth));
    }
  }

  /** Takes the content of an entry, of any claimed size. */
  void file(String name, InputStream content) throws IOException {
    List<String> place = place(name);
    if (!isUsed(place)) {
      if (!Contents.isOfASystem(place)) {
        others.add(name);
      }
      noteFoldersAround(place);
      return;
    }
    byte[] stored = content.readNBytes((int) Math.min(maxBytes - bytes + 1, Integer.MAX_VALUE - 8));
    bytes += stored.length;
    requireBelow(bytes, maxBytes);
    String path = String.join("/", place);
    @Nullable StoredPicture earlier =
        pictures.put(
            path, new StoredPicture.InArchive(archive.getFileName() + "/" + path, place, stored));
    if (earlier != null) {
      repeated.add(path);
    }
  }

  /** Takes note that the archive may have been cut off between two entries. */
  void endMissing() {
    endMissing = true;
  }

  /** Speaks of an entry whose content cannot be read. */
  DataException damaged(String name, Exception e) {
    String reason = e instanceof IOException io ? IoReason.of(io) : String.valueOf(e.getMessage());
    return new DataException(
        "%s: entry '%s' is damaged (%s); %s; is the archive complete?"
            .formatted(archive, printable(name), printable(reason), EXPECTED),
        e);
  }

  /** Tells how many bytes a stream has given so far, for pictures, headers and anything else. */
  void streamed(long unpacked) {
    requireBelow(unpacked, maxBytes > Long.MAX_VALUE / SLACK ? Long.MAX_VALUE : maxBytes * SLACK);
  }

  private void requireBelow(long unpacked, long limit) {
    if (unpacked > limit) {
      throw new DataException(
          "%s holds more than the %d MB that may be kept in memory; unpack it and give the folder, or give the JVM more memory (-Xmx)."
              .formatted(archive, maxBytes >> 20));
    }
  }

  private static boolean isUsed(List<String> place) {
    return StoredPicture.namesPicture(place.getLast()) && !Contents.isOfASystem(place);
  }

  private List<String> place(String name) {
    entries++;
    if (entries > MOST_ENTRIES || name.length() > MOST_NAME_LENGTH) {
      throw new DataException(
          "%s has more than %d entries, or one with a name of more than %d letters; %s."
              .formatted(archive, MOST_ENTRIES, MOST_NAME_LENGTH, EXPECTED));
    }
    String slashed = name.replace('\\', '/');
    List<String> parts =
        Arrays.stream(slashed.split("/", -1))
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .toList();
    boolean leads =
        slashed.startsWith("/") || slashed.matches("[A-Za-z]:.*") || parts.contains("..");
    boolean odd = slashed.chars().anyMatch(Character::isISOControl);
    if (leads || odd) {
      throw new DataException(
          "%s has an entry '%s', whose name %s; %s, made by somebody you trust."
              .formatted(
                  archive,
                  printable(name),
                  leads ? "leads out of the archive" : "holds a control character, shown as ?",
                  EXPECTED));
    }
    return parts.isEmpty() ? List.of(".") : parts;
  }

  /** Names and messages out of a damaged archive may hold anything; a sentence has one line. */
  static String printable(String name) {
    return name.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
  }

  Contents contents() {
    List<String> remarks = new ArrayList<>();
    Remarks.leftOut(links, "a link or device").ifPresent(remarks::add);
    Remarks.leftOut(others, "no picture").ifPresent(remarks::add);
    Remarks.repeated(repeated).ifPresent(remarks::add);
    if (endMissing) {
      remarks.add(
          "%s ends without the blocks of zeros that a tar ends with; is it complete?"
              .formatted(archive));
    }
    return Contents.of(List.copyOf(pictures.values()), remarks, folders);
  }
}
