package org.mobilenet4j.training.optimization;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mobilenet4j.kernels.Gang;

/**
 * How long the gradients are. Squares are summed in double precision within blocks of fixed size,
 * and the blocks in order, so that the result has the same bits for any number of threads.
 */
public final class GradientNorms {
  private static final int BLOCK = 4096;

  private final double[] squares;

  private GradientNorms(double[] squares) {
    this.squares = squares;
  }

  /**
   * @param tensors whose gradients to measure
   * @param gang who shares the work
   * @return their lengths
   */
  public static GradientNorms of(List<LearnedTensor> tensors, Gang gang) {
    int[] firstBlock = new int[tensors.size() + 1];
    for (int i = 0; i < tensors.size(); i++) {
      int length = tensors.get(i).gradient().length;
      firstBlock[i + 1] = firstBlock[i] + length / BLOCK + (length % BLOCK == 0 ? 0 : 1);
    }
    int blocks = firstBlock[tensors.size()];
    double[] sums = new double[blocks];
    gang.run(member -> {
      int begin = Gang.start(blocks, 1, member, gang.size());
      int end = Gang.start(blocks, 1, member + 1, gang.size());
      for (int i = 0; i < tensors.size(); i++) {
        float[] gradient = tensors.get(i).gradient();
        int last = Math.min(end, firstBlock[i + 1]);
        for (int block = Math.max(begin, firstBlock[i]); block < last; block++) {
          int from = (block - firstBlock[i]) * BLOCK;
          sums[block] = sumOfSquares(gradient, from, Math.min(from + BLOCK, gradient.length));
        }
      }
    });
    double[] squares = new double[tensors.size()];
    for (int i = 0; i < squares.length; i++) {
      for (int block = firstBlock[i]; block < firstBlock[i + 1]; block++) {
        squares[i] += sums[block];
      }
    }
    return new GradientNorms(squares);
  }

  private static double sumOfSquares(float[] gradient, int from, int to) {
    // Four accumulators: with one, each addition waits for the one before it.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i <= to - 4; i += 4) {
      a += (double) gradient[i] * gradient[i];
      b += (double) gradient[i + 1] * gradient[i + 1];
      c += (double) gradient[i + 2] * gradient[i + 2];
      d += (double) gradient[i + 3] * gradient[i + 3];
    }
    for (; i < to; i++) {
      a += (double) gradient[i] * gradient[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * @return the length of all gradients as one vector; not a number, or infinite, if a part of it
   *     is
   */
  public double global() {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  /**
   * @param index of a tensor, in the order given
   * @return the length of its gradient
   */
  public double of(int index) {
    return Math.sqrt(squares[index]);
  }

  /**
   * @return the first tensor whose gradient holds something that is not a finite number
   */
  public OptionalInt firstNotFinite() {
    return IntStream.range(0, squares.length)
        .filter(i -> !(squares[i] < Double.POSITIVE_INFINITY))
        .findFirst();
  }

  /**
   * @return the index of the tensor with the longest gradient, of several equals the first
   */
  public int largest() {
    int largest = 0;
    for (int i = 1; i < squares.length; i++) {
      if (squares[i] > squares[largest]) {
        largest = i;
      }
    }
    return largest;
  }
}
