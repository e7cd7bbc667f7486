package org.mobilenet4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whose turn it is: in each round another one begins. */
final class Turns {
  private Turns() {}

  /**
   * @param all those who take turns
   * @param round from 0
   * @return the same ones in the round's order: whoever was second in the round before begins
   */
  static <T> List<T> of(List<T> all, int round) {
    List<T> turned = new ArrayList<>(all);
    Collections.rotate(turned, -round);
    return turned;
  }
}
