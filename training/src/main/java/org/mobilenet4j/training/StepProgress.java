package org.mobilenet4j.training;

/**
 * Where a run is.
 *
 * @param epoch from 1
 * @param epochs of the whole run
 * @param step of the epoch, from 1
 * @param steps of each epoch
 * @param loss mean over the pictures of the epoch so far
 * @param accuracy share of them named rightly, from 0 to 1
 * @param imagesPerSecond over the epoch so far
 */
public record StepProgress(
    int epoch,
    int epochs,
    int step,
    int steps,
    double loss,
    double accuracy,
    double imagesPerSecond) {}
