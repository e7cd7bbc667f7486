package org.mobilenet4j.training.gradient;

/**
 * How far the statistics of a batch lie from the running ones, which evaluation uses.
 *
 * @param layer the value that is normalised
 * @param deviations how far what is normalised with the running ones lies from what is normalised
 *     with those of the batch: the root mean square over all numbers of the layer, in standard
 *     deviations of the batch; means and variances count together
 */
public record StatisticsGap(String layer, double deviations) {}
