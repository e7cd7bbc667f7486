package org.mobilenet4j.inference;

/** How activations lie in memory between the steps of a plan. Results are equal to the bit. */
public enum PlanLayout {
  /**
   * Blocks of channels, with kernels generated for the network, where the kernels allow it; else
   * channels last. Operations that need channels last get and give copies. The first images pass
   * through scalar kernels until the JVM has compiled the generated ones.
   */
  FASTEST,
  /** Like the former, but with the generated kernels from the first image on, compiled or not. */
  BLOCKED,
  /** Channels last, as outside of the plan. */
  CHANNELS_LAST
}
