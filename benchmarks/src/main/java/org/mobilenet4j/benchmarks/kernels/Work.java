package org.mobilenet4j.benchmarks.kernels;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Multiply-adds that were done; JMH prints them a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Work {
  /** Multiply-adds since the beginning of the iteration; JMH reads and resets it. */
  public long multiplyAdds;
}
