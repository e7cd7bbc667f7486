/**
 * How good a classifier is, counted over pictures whose classes are known.
 *
 * <p>The main type is {@link org.mobilenet4j.vision.metrics.ClassificationMetrics}; it is made of
 * {@link org.mobilenet4j.vision.metrics.ScoredPicture}s, which keep what the figures need of a
 * network's answer and not the answer itself, so that a million pictures fit in memory:
 *
 * {@snippet :
 * List<ScoredPicture> scored = List.of(
 *     ScoredPicture.ofLogits("a.jpg", 0, new float[] {2, 1}),
 *     ScoredPicture.ofLogits("b.jpg", 1, new float[] {3, 0}));
 * ClassificationMetrics metrics = ClassificationMetrics.of(List.of("cat", "dog"), scored);
 * double top1 = metrics.top1(); // 0.5
 * double error = metrics.calibration().expectedError();
 * }
 *
 * <p>Running a network over pictures does not belong here, nor does printing.
 */
@NullMarked
package org.mobilenet4j.vision.metrics;

import org.jspecify.annotations.NullMarked;
