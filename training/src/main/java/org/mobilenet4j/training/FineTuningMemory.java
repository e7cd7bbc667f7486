package org.mobilenet4j.training;

import java.util.Optional;

/**
 * What fine-tuning holds in memory, stated before it begins. The two stages come one after the
 * other: what the first one holds is free when the second one starts. A teacher comes on top.
 *
 * @param features bytes of the features of all pictures, and of what the linear probe makes of
 *     them; the weights and activations of the backbone come on top
 * @param training the second stage; empty if the backbone stays frozen
 */
public record FineTuningMemory(long features, Optional<TrainingMemory> training) {}
