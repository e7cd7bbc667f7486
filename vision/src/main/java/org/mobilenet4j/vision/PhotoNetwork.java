package org.mobilenet4j.vision;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.Pixels;

/**
 * A compiled network behind its preprocessing, with sessions for as many threads as come at once.
 * One session has the threads that were asked for; those that are needed beside it work on the
 * threads of their callers alone, so that callers do not multiply threads.
 */
final class PhotoNetwork implements AutoCloseable {
  private final Plan plan;
  private final Preprocessor preprocessor;
  private final PhotoOptions options;
  private final ConcurrentLinkedDeque<Seat> idle = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean ganged = new AtomicBoolean();
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  /** A session, and whether it is the one with threads of its own. */
  private record Seat(Session session, boolean ganged) {}

  private PhotoNetwork(Plan plan, Preprocessor preprocessor, PhotoOptions options) {
    this.plan = plan;
    this.preprocessor = preprocessor;
    this.options = options;
  }

  static PhotoNetwork of(Model model, PhotoOptions options) {
    Preprocessing stored =
        model
            .preprocessing()
            .orElseThrow(() ->
                new ModelFormatException(
                    "The model does not say how photos are prepared; import it again with --preprocessing tf, torchvision, caffe or unit."));
    if (model.network().input().channels() != stored.mean().size()) {
      throw new ModelFormatException(
          "The network reads %s, but its preprocessing makes %d channels; import it again with another --preprocessing."
              .formatted(model.network().input(), stored.mean().size()));
    }
    Preprocessing preprocessing = options.crop().map(stored::withCrop).orElse(stored);
    return new PhotoNetwork(
        Plan.of(model), Preprocessor.of(preprocessing, model.network().input()), options);
  }

  DecodeOptions decodeOptions() {
    return options.decoding();
  }

  int outputs() {
    return plan.outputFloats();
  }

  /**
   * @param name by which errors speak of the photo
   * @throws ModelFormatException if the network answers with what is no finite number
   */
  float[] run(String name, Pixels photo) {
    float[] outputs =
        switch (options.views()) {
          case PHOTO -> outputs(photo);
          case WITH_MIRROR_IMAGE -> mean(outputs(photo), outputs(photo.mirrored()));
        };
    for (float output : outputs) {
      if (!Float.isFinite(output)) {
        throw new ModelFormatException(
            "%s: the network answers with %s; expected finite numbers: the model is damaged or its weights are too large; put it to its self-test with 'inspect', or import it again."
                .formatted(name, output));
      }
    }
    return outputs;
  }

  private float[] outputs(Pixels photo) {
    float[] input = preprocessor.apply(photo);
    return inSession(session -> session.run(input));
  }

  private static float[] mean(float[] a, float[] b) {
    float[] mean = new float[a.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (a[i] + b[i]) / 2;
    }
    return mean;
  }

  /** Brings the network to full speed before its first photo. */
  void warmUp() {
    inSession(session -> {
      session.warmUp();
      return session;
    });
  }

  private <T> T inSession(Function<Session, T> call) {
    closing.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "This network is closed; make another classifier or embedder.");
      }
      @Nullable Seat waiting = idle.pollFirst();
      Seat seat = waiting == null ? newSeat() : waiting;
      try {
        return call.apply(seat.session());
      } finally {
        giveBack(seat);
      }
    } finally {
      closing.readLock().unlock();
    }
  }

  private void giveBack(Seat seat) {
    if (seat.ganged()) {
      idle.addFirst(seat); // a caller who is alone shall find it
    } else if (idle.size() < Runtime.getRuntime().availableProcessors()) {
      idle.addLast(seat);
    } else {
      seat.session().close(); // so many at once may never come again
    }
  }

  private Seat newSeat() {
    boolean first = ganged.compareAndSet(false, true);
    try {
      return new Seat(plan.newSession(first ? options.threads() : 1), first);
    } catch (RuntimeException | Error e) { // no memory now: the next caller may have it
      if (first) {
        ganged.set(false);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      closed = true;
      idle.forEach(seat -> seat.session().close());
      idle.clear();
    } finally {
      closing.writeLock().unlock();
    }
  }
}
