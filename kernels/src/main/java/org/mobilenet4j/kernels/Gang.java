package org.mobilenet4j.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that run one list of steps together: each member runs the whole list,
 * computes its share of every step, and waits at the {@link #barrier} where a step reads what
 * others wrote.
 *
 * <p>Member 0 is the thread that calls {@link #run}; a gang of one has no threads at all. A gang
 * has never more members than the machine or container grants processors. Waiting members spin for
 * a moment, as the next step or picture usually follows within microseconds, and then give the core
 * away. The shares are fixed by {@link #start}, so that the same numbers are computed by the same
 * member every time.
 *
 * <p>Calls of {@link #run} from several threads wait for one another.
 */
public final class Gang implements AutoCloseable {
  /** What every member of the gang runs. */
  public interface Work {
    /**
     * Runs one member's part.
     *
     * @param member number of the member, from 0
     */
    void run(int member);
  }

  /**
   * Thrown through the work of the members that wait when another one has failed; never seen
   * outside.
   */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("Another member of the gang failed.", null, false, false);
    }
  }

  // Some 0.3 to 1 ms: longer than the pause between two pictures of a series, shorter than anybody
  // would notice as load.
  private static final int TURNS_BEFORE_PARKING = Waiting.SPINS + 1_000;

  private static final Work NOTHING = member -> {};

  private final Member[] members;
  private final ReentrantLock callers = new ReentrantLock();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private Work work = NOTHING; // written before round, read after it
  private final AtomicInteger round = new AtomicInteger();
  private volatile int generation;
  private volatile boolean closed;

  private Gang(int size) {
    members = new Member[size - 1];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(i + 1, size);
    }
    try {
      for (Member member : members) {
        member.start();
      }
    } catch (RuntimeException | Error e) { // no more threads: those that began must not stay
      close();
      throw e;
    }
  }

  /**
   * Starts a gang of as many members as are asked for, but no more than the processors that the
   * machine or the container's quota grants this JVM ({@link Runtime#availableProcessors()}): more
   * threads would only take the cores from one another. What a gang computes is the same, to the
   * bit, for any number.
   *
   * @param threads members at most, the calling thread included; at least 1
   * @return the gang
   * @throws IllegalArgumentException if the number is not positive
   */
  public static Gang of(int threads) {
    return new Gang(granted(threads));
  }

  /**
   * Starts a gang of exactly so many members, be there processors for them or not. It is slow where
   * there are not: for tests, which show that results do not depend on the number.
   *
   * @param size members, the calling thread included; at least 1
   * @return the gang
   * @throws IllegalArgumentException if the size is not positive
   */
  public static Gang ofExactly(int size) {
    Bounds.positive("The number of threads", size);
    return new Gang(size);
  }

  /**
   * How many members a gang has of which some are asked for.
   *
   * @param threads what is asked for; at least 1
   * @return that, or the processors that the machine or container grants, if they are fewer
   * @throws IllegalArgumentException if the number is not positive
   */
  public static int granted(int threads) {
    Bounds.positive("The number of threads", threads);
    return Math.min(threads, Runtime.getRuntime().availableProcessors());
  }

  /** Members of the gang, the calling thread included. */
  public int size() {
    return members.length + 1;
  }

  /**
   * Where a member's share of a range begins; it ends where the next member's begins. Shares are
   * multiples of the grain, except the last, and differ by at most one grain.
   *
   * @param total length of the range
   * @param grain what must not be cut; at least 1
   * @param member number of the member, from 0 to {@code size}, which gives the end of the range
   * @param size members of the gang
   */
  public static int start(int total, int grain, int member, int size) {
    int grains = total / grain + (total % grain == 0 ? 0 : 1);
    return (int) Math.min(total, (long) grains * member / size * grain);
  }

  /**
   * Runs the work on every member and returns when all are done.
   *
   * @throws IllegalStateException if the gang is closed, or if the work itself calls this method
   */
  public void run(Work newWork) {
    requireNoMember();
    callers.lock();
    try {
      if (closed) {
        throw new IllegalStateException("The gang is closed; make a new one.");
      }
      if (members.length == 0) {
        newWork.run(0);
      } else {
        runTogether(newWork);
      }
    } finally {
      callers.unlock();
    }
  }

  private void requireNoMember() {
    if (callers.isHeldByCurrentThread()
        || (Thread.currentThread() instanceof Member member && member.belongsTo(this))) {
      throw new IllegalStateException(
          "The work of a gang may neither start another work on the same gang nor close it.");
    }
  }

  private void runTogether(Work newWork) {
    work = newWork;
    failure.set(null);
    arrived.set(0);
    running.set(members.length);
    round.incrementAndGet();
    for (Member member : members) {
      member.wake();
    }
    runPart(newWork, 0);
    int turn = 0;
    while (running.get() > 0) {
      turn = Waiting.pass(turn);
    }
    work = NOTHING;
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e ->
          throw new IllegalStateException("A member of the gang threw a checked exception.", e);
    }
  }

  private void runPart(Work part, int member) {
    try {
      part.run(member);
    } catch (Abandoned e) {
      // The failure of another member is already noted and will reach the caller.
      return;
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  /**
   * Waits until every member has come here. To be called from within the work, by all members
   * equally often; what a member wrote before it is seen by all others after it.
   */
  public void barrier() {
    if (members.length == 0) {
      return;
    }
    int mine = generation;
    if (arrived.incrementAndGet() == size()) {
      arrived.set(0);
      generation = mine + 1;
      return;
    }
    int turn = 0;
    while (generation == mine) {
      if (failure.get() != null) {
        throw new Abandoned();
      }
      turn = Waiting.pass(turn);
    }
  }

  /**
   * Ends the threads, after the work that is running. A closed gang may be closed again.
   *
   * @throws IllegalStateException if the work itself calls this method
   */
  @Override
  public void close() {
    requireNoMember();
    callers.lock();
    try {
      closed = true;
      for (Member member : members) {
        member.wake();
      }
    } finally {
      callers.unlock();
    }
  }

  private final class Member extends Thread {
    private final int number;
    private volatile boolean parked;

    Member(int number, int size) {
      super("mobilenet4j-gang-%d-of-%d".formatted(number + 1, size));
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      while (true) {
        awaitRoundAfter(seen);
        if (closed) {
          return;
        }
        seen++;
        runPart(work, number);
        running.decrementAndGet();
      }
    }

    private void awaitRoundAfter(int seen) {
      int turn = 0;
      while (round.get() == seen && !closed) {
        if (turn < TURNS_BEFORE_PARKING) {
          turn = Waiting.pass(turn);
        } else {
          parked = true;
          if (round.get() == seen && !closed) {
            LockSupport.park(Gang.this);
          }
          parked = false;
        }
      }
    }

    boolean belongsTo(Gang gang) {
      return gang == Gang.this;
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }
  }
}
