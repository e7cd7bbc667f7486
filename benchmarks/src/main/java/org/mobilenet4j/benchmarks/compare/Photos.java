package org.mobilenet4j.benchmarks.compare;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;

/** Pictures that are drawn by a seed, as JPEG: as much to decode as a photo of their size. */
final class Photos {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;
  private static final int SHAPES = 120;
  private static final int GRAIN = 12;

  private Photos() {}

  static List<byte[]> jpegs(int count) {
    return LongStream.range(0, count).mapToObj(Photos::jpeg).toList();
  }

  static byte[] jpeg(long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      if (!ImageIO.write(picture(new SplittableRandom(seed)), "jpg", out)) {
        throw new IllegalStateException("This JVM cannot write JPEG.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static BufferedImage picture(SplittableRandom random) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setPaint(
        new GradientPaint(0, 0, colour(random, 255), WIDTH, HEIGHT, colour(random, 255)));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    for (int i = 0; i < SHAPES; i++) {
      graphics.setColor(colour(random, 140));
      int x = random.nextInt(-100, WIDTH);
      int y = random.nextInt(-100, HEIGHT);
      if (random.nextBoolean()) {
        graphics.fillOval(x, y, random.nextInt(10, 250), random.nextInt(10, 250));
      } else {
        graphics.fillRect(x, y, random.nextInt(10, 200), random.nextInt(10, 200));
      }
    }
    graphics.dispose();
    addGrain(picture, random);
    return picture;
  }

  private static Color colour(SplittableRandom random, int alpha) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), alpha);
  }

  /** Without the grain of a photo, blocks of one colour would be decoded for nothing. */
  private static void addGrain(BufferedImage picture, SplittableRandom random) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        Color colour = new Color(picture.getRGB(x, y));
        int grain = random.nextInt(-GRAIN, GRAIN + 1);
        int red = Math.clamp(colour.getRed() + (long) grain, 0, 255);
        int green = Math.clamp(colour.getGreen() + (long) grain, 0, 255);
        int blue = Math.clamp(colour.getBlue() + (long) grain, 0, 255);
        picture.setRGB(x, y, new Color(red, green, blue).getRGB());
      }
    }
  }
}
