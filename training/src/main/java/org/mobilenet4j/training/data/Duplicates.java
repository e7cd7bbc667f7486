package org.mobilenet4j.training.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds files with the same bytes in different splits. */
final class Duplicates {
  private Duplicates() {}

  /** Each picture that an earlier split has too, with the first one of that content. */
  static List<DataFindings.Duplicate> across(List<StoredPictures> splits) {
    // Most sizes occur once; only files of the same size are read.
    Map<Long, Integer> sizes = new HashMap<>();
    for (StoredPictures split : splits) {
      for (int i = 0; i < split.size(); i++) {
        sizes.merge(size(split.stored(i)), 1, Integer::sum);
      }
    }
    List<DataFindings.Duplicate> duplicates = new ArrayList<>();
    Map<String, String> earlier = new HashMap<>();
    for (StoredPictures split : splits) {
      Map<String, String> own = new HashMap<>();
      for (int i = 0; i < split.size(); i++) {
        StoredPicture picture = split.stored(i);
        if (sizes.getOrDefault(size(picture), 0) > 1) {
          hash(picture)
              .ifPresent(hash -> {
                if (earlier.containsKey(hash)) {
                  duplicates.add(
                      new DataFindings.Duplicate(earlier.getOrDefault(hash, ""), picture.name()));
                }
                own.putIfAbsent(hash, picture.name());
              });
        }
      }
      own.forEach(earlier::putIfAbsent);
    }
    return duplicates;
  }

  /** What cannot be read has a size of no other; it is named when it is decoded. */
  private static long size(StoredPicture picture) {
    try {
      return picture.size();
    } catch (IOException _) {
      return -1;
    }
  }

  private static Optional<String> hash(StoredPicture picture) {
    try (InputStream stream = picture.open()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      stream.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    } catch (IOException _) {
      return Optional.empty(); // named when it is decoded
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }
}
