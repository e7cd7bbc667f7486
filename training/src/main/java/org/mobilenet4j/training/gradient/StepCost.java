package org.mobilenet4j.training.gradient;

/**
 * How long a step of a {@link TrainableNetwork} took.
 *
 * @param name the node, or what belongs to it
 * @param kind the operation
 * @param forwardNanos on the way forward
 * @param backwardNanos on the way back
 */
public record StepCost(String name, String kind, long forwardNanos, long backwardNanos) {}
