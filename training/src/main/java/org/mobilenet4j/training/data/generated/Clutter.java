package org.mobilenet4j.training.data.generated;

import org.mobilenet4j.training.random.Draws;

/** What lies around a motif and says nothing about it. */
final class Clutter {
  private Clutter() {}

  /** A ground that changes from end to end, clouds on it, lines and spots. */
  static void behind(Canvas canvas, Palette palette, Draws draws) {
    double side = canvas.side();
    double angle = 2 * Math.PI * draws.unit();
    double dx = StrictMath.cos(angle) / side;
    double dy = StrictMath.sin(angle) / side;
    canvas.paint(
        (_, _) -> 1,
        (x, y) -> {
          double along = 0.5 + (x - side / 2) * dx + (y - side / 2) * dy;
          return palette.ground().toward(palette.farGround(), Math.clamp(along, 0.0, 1.0));
        });
    clouds(canvas, draws);
    int lines = 3 + draws.below(4);
    for (int i = 0; i < lines; i++) {
      line(canvas, draws);
    }
    int spots = 4 + draws.below(6);
    for (int i = 0; i < spots; i++) {
      spot(canvas, draws, draws.between(0.02, 0.07) * side, draws.between(0.4, 0.9));
    }
  }

  /** A few specks that hide a little of the motif. */
  static void inFront(Canvas canvas, Palette palette, Draws draws) {
    int specks = draws.below(5);
    for (int i = 0; i < specks; i++) {
      spot(canvas, draws, draws.between(0.015, 0.04) * canvas.side(), draws.between(0.6, 1));
    }
    double side = canvas.side();
    double strength = draws.between(0, 0.25);
    // A vignette, as of a lens.
    canvas.paint(
        (x, y) -> {
          double u = 2 * x / side - 1;
          double v = 2 * y / side - 1;
          return strength * (u * u + v * v) / 2;
        },
        (_, _) -> palette.ground().lit(0.3));
  }

  private static void clouds(Canvas canvas, Draws draws) {
    int cells = 3 + draws.below(4);
    double[] heights = new double[(cells + 1) * (cells + 1)];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = draws.unit();
    }
    Colour light = Palette.any(draws);
    double scale = (double) cells / canvas.side();
    canvas.paint(
        (x, y) -> {
          int column = (int) (x * scale);
          int row = (int) (y * scale);
          double u = smooth(x * scale - column);
          double v = smooth(y * scale - row);
          int at = row * (cells + 1) + column;
          double top = heights[at] + u * (heights[at + 1] - heights[at]);
          int below = at + cells + 1;
          double bottom = heights[below] + u * (heights[below + 1] - heights[below]);
          return 0.3 * (top + v * (bottom - top));
        },
        (_, _) -> light);
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static void line(Canvas canvas, Draws draws) {
    double side = canvas.side();
    double[] ends = new double[4];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = draws.between(-0.1, 1.1) * side;
    }
    double halfWidth = draws.between(0.008, 0.025) * side;
    Outline stroke = Outline.strokes(halfWidth, ends);
    Colour colour = Palette.any(draws);
    double share = draws.between(0.3, 0.8);
    double reach = halfWidth + 1;
    canvas.paint(
        Math.min(ends[0], ends[2]) - reach,
        Math.min(ends[1], ends[3]) - reach,
        Math.max(ends[0], ends[2]) + reach,
        Math.max(ends[1], ends[3]) + reach,
        (x, y) -> share * Canvas.inside(stroke.distance(x, y)),
        (_, _) -> colour);
  }

  private static void spot(Canvas canvas, Draws draws, double radius, double share) {
    double middleX = draws.unit() * canvas.side();
    double middleY = draws.unit() * canvas.side();
    Colour colour = Palette.any(draws);
    Outline disc = Outline.disc(radius);
    double reach = radius + 1;
    canvas.paint(
        middleX - reach,
        middleY - reach,
        middleX + reach,
        middleY + reach,
        (x, y) -> share * Canvas.inside(disc.distance(x - middleX, y - middleY)),
        (_, _) -> colour);
  }
}
