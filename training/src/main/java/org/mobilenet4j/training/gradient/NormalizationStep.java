package org.mobilenet4j.training.gradient;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.gradient.ChannelPasses;

/**
 * Batch normalisation (Ioffe and Szegedy 2015, algorithms 1 and 2) as factors and constants of the
 * value it belongs to, and the gradients of its own parameters; for a value without it, the
 * gradient of the bias. Each block of channels is an item, whose sums run over the batch in a fixed
 * order.
 */
final class NormalizationStep implements TrainingStep {
  private final Value value;
  private final @Nullable BatchNormParameters norm;
  private final @Nullable Learned bias;
  private final double[] mean;
  private final double[] inverseDeviation;
  private boolean usesBatch;

  /**
   * @param value what is normalised
   * @param norm the parameters; none for a value that has a bias at most
   * @param bias the bias whose gradient is wanted
   */
  NormalizationStep(Value value, @Nullable BatchNormParameters norm, @Nullable Learned bias) {
    this.value = value;
    this.norm = norm;
    this.bias = bias;
    this.mean = new double[value.map().channels()];
    this.inverseDeviation = new double[value.map().channels()];
  }

  @Override
  public String name() {
    return value.name() + " (normalisation)";
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    if (norm == null) {
      return;
    }
    boolean batch = pass.statistics() != Statistics.RUNNING && !norm.frozenStatistics();
    if (member.index() == 0) {
      usesBatch = batch;
    }
    int blocks = value.map().blocks();
    for (int block = member.from(blocks); block < member.to(blocks); block++) {
      if (batch) {
        batchStatistics(norm, block, pass.trains());
      } else {
        runningStatistics(norm, block);
      }
    }
  }

  private void batchStatistics(BatchNormParameters parameters, int block, boolean update) {
    BatchMap map = value.map();
    int lanes = map.lanes();
    Chunks chunks = value.chunks();
    double[] means = new double[lanes];
    double[] squares = new double[lanes];
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      if (!value.producerSums()) {
        value.sumMoments(block, chunk);
      }
      int row = chunks.start(chunk);
      int count = chunks.length(chunk);
      int at = value.momentsAt(block, chunk);
      float[] moments = value.moments();
      for (int lane = 0; lane < lanes; lane++) {
        double sum = moments[at + lanes + lane];
        double chunkMean = moments[at + lane] + sum / count;
        double chunkSquares = moments[at + 2 * lanes + lane] - sum * sum / count;
        // Chan, Golub and LeVeque 1979: the squares of two parts, put together.
        double difference = chunkMean - means[lane];
        means[lane] += difference * count / (row + count);
        squares[lane] +=
            chunkSquares + difference * difference * ((double) row * count) / (row + count);
      }
    }
    for (int lane = 0; lane < lanes && block * lanes + lane < map.channels(); lane++) {
      int channel = block * lanes + lane;
      double variance = Math.max(0, squares[lane] / map.rows());
      setCoefficients(parameters, block, lane, means[lane], variance);
      if (update) {
        parameters.move(channel, means[lane], variance, map.rows());
      }
    }
  }

  private void runningStatistics(BatchNormParameters parameters, int block) {
    int lanes = value.map().lanes();
    for (int lane = 0; lane < lanes && block * lanes + lane < value.map().channels(); lane++) {
      int channel = block * lanes + lane;
      setCoefficients(
          parameters, block, lane, parameters.mean()[channel], parameters.variance()[channel]);
    }
  }

  private void setCoefficients(
      BatchNormParameters parameters, int block, int lane, double channelMean, double variance) {
    int lanes = value.map().lanes();
    int channel = block * lanes + lane;
    float[] coefficients = value.coefficients();
    int at = value.coefficientsAt(block) + lane;
    mean[channel] = channelMean;
    inverseDeviation[channel] = 1 / Math.sqrt(variance + parameters.epsilon());
    double scale = parameters.gamma().values()[channel] * inverseDeviation[channel];
    coefficients[at + ChannelPasses.SCALE * lanes] = (float) scale;
    coefficients[at + ChannelPasses.SHIFT * lanes] =
        (float) (parameters.beta().values()[channel] - channelMean * scale);
    coefficients[at + ChannelPasses.MEAN * lanes] = (float) channelMean;
  }

  // Called when all steps behind it are bound: it is known who takes the sums.
  @Override
  public void bindGradients(GradientBuffers buffers) {
    if (needsSums()) {
      value.reserveGradientSums();
    }
  }

  /** Frozen, it neither learns nor passes on how the statistics depend on the batch. */
  private boolean needsSums() {
    return norm == null
        ? bias != null && !bias.frozen()
        : !norm.frozenStatistics() || !norm.gamma().frozen();
  }

  @Override
  public void backward(Member member) {
    boolean sums = needsSums();
    if ((norm == null && !sums) || !value.hasGradient()) {
      return;
    }
    int blocks = value.map().blocks();
    if (sums && !value.hasGradientSummer()) {
      int chunks = value.gradientChunks().count();
      int items = blocks * chunks;
      for (int item = member.from(items); item < member.to(items); item++) {
        value.sumGradient(item / chunks, item % chunks);
      }
      member.barrier();
    }
    for (int block = member.from(blocks); block < member.to(blocks); block++) {
      backward(block);
    }
  }

  private void backward(int block) {
    BatchMap map = value.map();
    int lanes = map.lanes();
    double[] sums = new double[lanes];
    double[] products = new double[lanes];
    int chunks = needsSums() ? value.gradientChunks().count() : 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int at = value.gradientSumsAt(block, chunk);
      for (int lane = 0; lane < lanes; lane++) {
        sums[lane] += value.gradientSums()[at + lane];
        products[lane] += value.gradientSums()[at + lanes + lane];
      }
    }
    for (int lane = 0; lane < lanes && block * lanes + lane < map.channels(); lane++) {
      int channel = block * lanes + lane;
      if (norm != null) {
        setGradients(norm, block, lane, sums[lane], products[lane]);
      } else if (bias != null) {
        bias.gradient()[channel] = (float) storedSum(block, lane, sums[lane]);
      }
    }
  }

  /**
   * The sum of the gradients of the stored numbers, given that of what the activation is applied
   * to: with a normalisation in between, a bias is not its beta.
   */
  private double storedSum(int block, int lane, double sum) {
    int lanes = value.map().lanes();
    float[] coefficients = value.coefficients();
    int at = value.coefficientsAt(block) + lane;
    double perPixel =
        (double) coefficients[at + ChannelPasses.INPUT_FACTOR * lanes]
                * coefficients[at + ChannelPasses.MEAN * lanes]
            + coefficients[at + ChannelPasses.CONSTANT * lanes];
    return coefficients[at + ChannelPasses.GRADIENT_FACTOR * lanes] * sum
        + value.map().rows() * perPixel;
  }

  private void setGradients(
      BatchNormParameters parameters, int block, int lane, double sum, double product) {
    int lanes = value.map().lanes();
    int channel = block * lanes + lane;
    float[] coefficients = value.coefficients();
    int at = value.coefficientsAt(block) + lane;
    if (!parameters.gamma().frozen()) {
      parameters.gamma().gradient()[channel] = (float) (product * inverseDeviation[channel]);
      parameters.beta().gradient()[channel] = (float) sum;
    }
    double factor = parameters.gamma().values()[channel] * inverseDeviation[channel];
    coefficients[at + ChannelPasses.GRADIENT_FACTOR * lanes] = (float) factor;
    double inputFactor = 0;
    double constant = 0;
    if (usesBatch) {
      int rows = value.map().rows();
      double inverse = inverseDeviation[channel];
      inputFactor = -factor * inverse * inverse * product / rows;
      constant = -factor * sum / rows - inputFactor * mean[channel];
    }
    coefficients[at + ChannelPasses.INPUT_FACTOR * lanes] = (float) inputFactor;
    coefficients[at + ChannelPasses.CONSTANT * lanes] = (float) constant;
  }

  /**
   * How far what the statistics used last make of a number lies from what the running ones make of
   * it. For a number x of a channel with batch mean m and deviation s, running mean M and deviation
   * S, that is (x - M) / S - (x - m) / s = (m - M) / S + (x - m) (1 / S - 1 / s); its mean square
   * over the batch is ((m - M) / S)² + variance (1 / S - 1 / s)².
   */
  Optional<StatisticsGap> gap() {
    if (norm == null || norm.frozenStatistics()) {
      return Optional.empty();
    }
    double squares = 0;
    for (int channel = 0; channel < mean.length; channel++) {
      double running = 1 / Math.sqrt(norm.variance()[channel] + norm.epsilon());
      double shift = (mean[channel] - norm.mean()[channel]) * running;
      double batch = inverseDeviation[channel];
      double variance = Math.max(0, 1 / (batch * batch) - norm.epsilon());
      squares += shift * shift + variance * (running - batch) * (running - batch);
    }
    return Optional.of(new StatisticsGap(value.name(), Math.sqrt(squares / mean.length)));
  }
}
