package org.mobilenet4j.inference;

import java.util.List;

/**
 * One entry of a plan: a kernel with its shapes, packed weights and places in the workspace already
 * bound.
 *
 * <p>A step's work is a row of equal units, usually rows of the output, that a gang divides among
 * its members; which member does which unit changes no bit of the result. A step may stand for one
 * node of the network or for many, and may use any layout between them: whoever adds a fused block
 * adds another way to make a step, nothing else.
 *
 * @param name the node, the kernel and its fused tail, the same in profile, benchmark and log
 * @param nodes the nodes of the network that this step computes
 * @param parts the kinds of work that it consists of, in order; at least one
 * @param units how many units of work there are; at least 1
 * @param grain a share of the work is a multiple of this, so that no vector is cut; at least 1
 * @param work what to do
 */
record Step(
    String name, List<String> nodes, List<StepPart> parts, int units, int grain, Work work) {
  Step {
    nodes = List.copyOf(nodes);
    parts = List.copyOf(parts);
  }

  /** Multiply-adds for one image, as the papers count them. */
  long multiplyAdds() {
    return parts.stream().mapToLong(StepPart::multiplyAdds).sum();
  }

  /** The arithmetic of a step. */
  @FunctionalInterface
  interface Work {
    /**
     * Does the units from {@code from} to before {@code to}.
     *
     * @param workspace all activations of one image
     * @param member who does them
     * @param from first unit
     * @param to the unit after the last
     */
    void run(float[] workspace, Member member, int from, int to);

    /**
     * The same for a profile. Whoever has several parts says when each begins.
     *
     * @param workspace all activations of one image
     * @param member who does them
     * @param from first unit
     * @param to the unit after the last
     * @param clock this member's, started
     */
    default void run(float[] workspace, Member member, int from, int to, PartClock clock) {
      run(workspace, member, from, to);
    }
  }
}
