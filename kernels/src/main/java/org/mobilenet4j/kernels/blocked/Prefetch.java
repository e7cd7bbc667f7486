package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.CacheLine;
import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;

/**
 * Fetches the weights that lie behind a panel while its sums are computed. What follows is the next
 * panel, or what the network needs next.
 *
 * <p>Java has no instruction for it, and a load is none: it holds up all that was begun after it
 * until memory answers. A store does not. The processor sets it aside, fetches its cache line and
 * goes on. So what is there already is stored once more: the first float of each line, of which a
 * copy lies with those of its neighbours, sixteen to a line. Whoever reads the weights meanwhile,
 * on any thread, reads what was always there.
 */
final class Prefetch {
  /**
   * Tiles by which as many lines are fetched as a panel has; shorter calls fetch a part of them.
   */
  private static final int TILES = 6;

  private final VectorCode code;
  private final ArrayVariable weights;
  private final IntVariable firsts;
  private final IntVariable line;
  private final IntVariable last;
  private final int linesOfTurn;

  /**
   * @param code where it is emitted
   * @param columns floats of weights to an input of the sums
   * @param turn inputs to a turn of the loop
   * @param weights the array of weights
   * @param firsts where the first floats of its lines lie, as {@link PackedFloats} says
   */
  Prefetch(VectorCode code, int columns, int turn, ArrayVariable weights, IntVariable firsts) {
    this.code = code;
    this.weights = weights;
    this.firsts = firsts;
    this.line = code.integer();
    this.last = code.integer();
    int oftenEnough = TILES * CacheLine.FLOATS;
    this.linesOfTurn = (columns * turn + oftenEnough - 1) / oftenEnough;
  }

  /**
   * Before the first tile.
   *
   * @param from the float behind the panel
   * @param end behind the last that is to be fetched
   */
  void begin(Whole from, Whole end) {
    int bits = Integer.numberOfTrailingZeros(CacheLine.FLOATS);
    int toNextLine = CacheLine.FLOATS - 1 - CacheLine.FIRST;
    code.set(line, from.plus(toNextLine).shiftedRight(bits));
    code.set(last, end.shiftedRight(bits).plus(-linesOfTurn));
  }

  /** At the end of each turn: the processor can set aside only so many stores at a time. */
  void turn() {
    code.unlessMore(
        line,
        last,
        () -> {
          for (int fetched = 0; fetched < linesOfTurn; fetched++) {
            code.copyFloat(
                weights,
                line.times(CacheLine.FLOATS).plus(CacheLine.FIRST + fetched * CacheLine.FLOATS),
                firsts.plus(line).plus(fetched));
          }
          code.increase(line, Whole.of(linesOfTurn));
        });
  }
}
