package org.mobilenet4j.vision;

/**
 * One class that a classifier considers.
 *
 * @param index position among the network's outputs, from 0
 * @param label its name, or the index as text where the model has no labels
 * @param probability softmax over all classes; from 0 to 1
 * @param logit the network's output before the softmax
 */
public record Prediction(int index, String label, float probability, float logit) {}
