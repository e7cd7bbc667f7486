package org.mobilenet4j.inference;

/**
 * A value in the workspace of a plan: where it lies, and for how long.
 *
 * @param value the node whose result it is, or what a fused block keeps for itself
 * @param firstByte where it begins in the workspace
 * @param bytes its size, with the zeros around a picture and the spare lanes of the last block
 * @param firstStep the step that writes it, counted from 0; the input is there before
 * @param lastStep the last step that reads it; the result is there after
 */
public record PlanBuffer(String value, long firstByte, long bytes, int firstStep, int lastStep) {
  /**
   * @param step a step, counted from 0
   * @return whether the value is needed while it runs
   */
  public boolean livesAt(int step) {
    return firstStep <= step && step <= lastStep;
  }
}
