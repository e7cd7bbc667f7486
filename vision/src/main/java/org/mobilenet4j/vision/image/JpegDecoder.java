package org.mobilenet4j.vision.image;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import javax.imageio.spi.ImageReaderSpi;
import org.mobilenet4j.network.Extent;

/**
 * JPEG through the JDK's decoder, from which only the samples are taken.
 *
 * <p>The JDK would apply ICC profiles, guess at colours by other rules than libjpeg's and convert
 * grey through a gamma curve. So it sees the file without its application data and gives the raw
 * raster; the colours are ours ({@link JpegColours}).
 */
final class JpegDecoder {
  private static final ImageReaderSpi JDK = ForeignDecoder.ofJdk(ImageFormat.JPEG);

  private JpegDecoder() {}

  static Decoded decode(EncodedPicture picture, Budget budget) {
    JpegSegments segments = JpegSegments.of(picture);
    JpegColours colours = segments.colours();
    // The raster, the pixels where they cannot take its place, and the same once more when turned.
    int bytesPerPixel =
        colours.components()
            + (colours.components() == Pixels.CHANNELS ? 0 : Pixels.CHANNELS)
            + segments.orientation().bytesPerPixel()
            + segments.coefficientBytesPerPixel();
    Extent extent = budget.admit(picture, segments.height(), segments.width(), bytesPerPixel);
    segments.requireEndurableScans(extent);
    byte[] samples =
        ForeignDecoder.read(
            picture,
            ImageFormat.JPEG,
            JDK,
            segments.tidied(),
            (reader, input) -> {
              Raster raster = reader.readRaster(0, null);
              if (input.exhausted()) {
                throw picture.refusal(
                    "a JPEG file that is cut off; get it again from where it came from.");
              }
              return interleaved(picture, raster, extent, colours);
            });
    byte[] rgb =
        samples.length == extent.area() * Pixels.CHANNELS
            ? samples
            : new byte[Math.toIntExact(extent.area() * Pixels.CHANNELS)];
    colours.toRgb(samples, rgb);
    return new Decoded(Pixels.owning(extent, rgb), segments.orientation());
  }

  private static byte[] interleaved(
      EncodedPicture picture, Raster raster, Extent extent, JpegColours colours) {
    if (raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getWidth() == extent.width()
        && raster.getHeight() == extent.height()
        && model.getPixelStride() == colours.components()
        && model.getScanlineStride() == extent.width() * colours.components()
        && buffer.getData().length == extent.area() * colours.components()) {
      return buffer.getData();
    }
    throw picture.refusal(
        ("a JPEG file whose header says %d pixels wide and %d high in %d components, but whose data say"
                + " %d and %d in %d; it is damaged.")
            .formatted(
                extent.width(),
                extent.height(),
                colours.components(),
                raster.getWidth(),
                raster.getHeight(),
                raster.getNumBands()));
  }
}
