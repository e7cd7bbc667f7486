package org.mobilenet4j.inference;

import java.util.List;

/**
 * What the threads of a session run: steps over one workspace.
 *
 * @param steps in the order in which they run
 * @param memory where input and result lie, and how much room the steps need
 * @param outsideOfBlocks what runs channels last, and why
 */
record Program(List<Step> steps, Memory memory, List<String> outsideOfBlocks) {
  /**
   * Room and places, in floats.
   *
   * @param workspace size of the workspace, without the floats before its first line
   * @param input where the input goes in it
   * @param output where the result begins in it
   * @param scratch room that each thread needs beside the workspace
   * @param buffers what lies in the workspace, for people
   */
  record Memory(
      int workspace, InputPlace input, int output, int scratch, List<PlanBuffer> buffers) {
    Memory {
      buffers = List.copyOf(buffers);
    }
  }

  Program {
    steps = List.copyOf(steps);
    outsideOfBlocks = List.copyOf(outsideOfBlocks);
  }
}
