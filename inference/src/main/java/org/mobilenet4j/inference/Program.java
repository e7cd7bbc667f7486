package org.mobilenet4j.inference;

import java.util.List;

/**
 * What the threads of a session run: steps over one workspace.
 *
 * @param steps in the order in which they run
 * @param memory where things lie
 */
record Program(List<Step> steps, Memory memory) {
  /**
   * Where things lie in the workspace, in floats.
   *
   * @param workspace size of all
   * @param input place of the input
   * @param output place of the result
   * @param scratch room that each thread needs beside the workspace
   */
  record Memory(int workspace, InputPlace input, int output, int scratch) {}

  Program {
    steps = List.copyOf(steps);
  }
}
