package org.mobilenet4j.training.gradient;

/**
 * How far the statistics of a batch lie from the running ones, which evaluation uses.
 *
 * @param layer the value that is normalised
 * @param deviations largest distance of the means of a channel, in running standard deviations
 */
public record StatisticsGap(String layer, double deviations) {}
