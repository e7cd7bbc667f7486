/**
 * A data set that is drawn, not downloaded: shapes, textures and glyphs on clutter.
 *
 * <p>The main type is {@link org.mobilenet4j.training.data.generated.GeneratedPictures}:
 *
 * {@snippet :
 * DataSplits data = GeneratedPictures.splits(1);
 * }
 *
 * <p>Everything is arithmetic of ours (sums, products, roots, {@link java.lang.StrictMath}) so that
 * a seed gives the same bytes on every machine; no fonts and no rasteriser of the platform.
 */
@NullMarked
package org.mobilenet4j.training.data.generated;

import org.jspecify.annotations.NullMarked;
