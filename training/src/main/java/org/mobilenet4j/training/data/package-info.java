/**
 * Labelled pictures: where they come from, how they are split, how they become batches.
 *
 * <p>The main types are {@link org.mobilenet4j.training.data.DataSource}, which opens a folder, an
 * archive or a CSV, and {@link org.mobilenet4j.training.data.Batches}, which a training step reads:
 *
 * {@snippet :
 * DataSplits data = DataSource.open(Path.of("photos.zip"), DataOptions.standard(1)).verified(2);
 * AugmentationPolicy policy = AugmentationPolicy.of(new HorizontalFlip(0.5));
 * BatchOptions options = BatchOptions.of(32, 1).withThreads(2);
 * try (Batches batches = Batches.training(data.train(), preprocessor, policy, options, 0, 0)) {
 *   Batch first = batches.next().orElseThrow();
 * }
 * }
 *
 * <p>Nothing here knows a network, a loss or a schedule.
 */
@NullMarked
package org.mobilenet4j.training.data;

import org.jspecify.annotations.NullMarked;
