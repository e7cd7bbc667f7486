package org.mobilenet4j.vision.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import javax.imageio.spi.ImageReaderSpi;
import org.mobilenet4j.network.Extent;

/**
 * WebP, lossy and lossless, the first frame of an animation, through TwelveMonkeys' decoder where
 * that is there.
 *
 * <p>It sees the bit stream of one frame and nothing else. What the frame leaves free of its canvas
 * is black.
 */
final class WebpDecoder {
  // The decoder's raster and a plane beside it, the pixels, the canvas of an animation.
  private static final int BYTES_PER_PIXEL = 4 + 1 + 2 * Pixels.CHANNELS;

  private WebpDecoder() {}

  static Decoded decode(EncodedPicture picture, Budget budget) {
    WebpFrame frame = WebpFrame.first(picture);
    budget.admit(picture, frame.height(), frame.width(), BYTES_PER_PIXEL);
    Extent canvas =
        budget.admit(picture, frame.canvasHeight(), frame.canvasWidth(), BYTES_PER_PIXEL);
    Pixels pixels =
        ForeignDecoder.read(
            picture,
            ImageFormat.WEBP,
            decoder(picture),
            frame.file().bytes(),
            (reader, _) -> {
              BufferedImage image = reader.read(0);
              if (image == null) {
                throw picture.refusal(
                    "damaged WebP data, of which the decoder makes nothing; get the file again from where it"
                        + " came from.");
              }
              return RasterPixels.of(image.getRaster(), image.getColorModel());
            });
    if (pixels.height() != frame.height() || pixels.width() != frame.width()) {
      throw picture.refusal(
          "a WebP frame of %s pixels whose header says %d×%d; it is damaged."
              .formatted(pixels.extent(), frame.height(), frame.width()));
    }
    return new Decoded(onCanvas(pixels, frame, canvas), frame.orientation());
  }

  private static Pixels onCanvas(Pixels pixels, WebpFrame frame, Extent canvas) {
    if (pixels.extent().equals(canvas)) {
      return pixels;
    }
    byte[] whole = new byte[Math.toIntExact(canvas.area() * Pixels.CHANNELS)];
    int rowBytes = pixels.width() * Pixels.CHANNELS;
    for (int y = 0; y < pixels.height(); y++) {
      int target = ((frame.top() + y) * canvas.width() + frame.left()) * Pixels.CHANNELS;
      System.arraycopy(pixels.bytes(), y * rowBytes, whole, target, rowBytes);
    }
    return Pixels.owning(canvas, whole);
  }

  private static ImageReaderSpi decoder(EncodedPicture picture) {
    try {
      return new WebPImageReaderSpi();
    } catch (NoClassDefFoundError missing) {
      throw picture.refusal(
          missing,
          "a WebP picture, but no decoder for this format is there; add com.twelvemonkeys.imageio:imageio-webp"
              + " 3.15.0 or newer to the class path, or save the picture as PNG.");
    }
  }
}
