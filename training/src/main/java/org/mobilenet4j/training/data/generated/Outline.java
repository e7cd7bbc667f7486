package org.mobilenet4j.training.data.generated;

/**
 * The edge of a shape as a signed distance, negative inside, in a square from -1 to 1.
 *
 * <p>Source of the formulas: Quilez, "2D distance functions".
 */
interface Outline {
  double distance(double x, double y);

  static Outline disc(double radius) {
    return (x, y) -> Math.sqrt(x * x + y * y) - radius;
  }

  static Outline ring(double radius, double halfWidth) {
    return (x, y) -> Math.abs(Math.sqrt(x * x + y * y) - radius) - halfWidth;
  }

  static Outline square(double half) {
    return (x, y) -> Math.max(Math.abs(x), Math.abs(y)) - half;
  }

  /** A disc out of which another is cut. */
  static Outline crescent(double radius, double shift) {
    Outline whole = disc(radius);
    Outline cut = disc(radius * 0.85);
    return (x, y) -> Math.max(whole.distance(x, y), -cut.distance(x - shift, y));
  }

  /** A closed line through points; x and y take turns. */
  static Outline polygon(double... points) {
    return (x, y) -> {
      double squared = Double.MAX_VALUE;
      boolean inside = false;
      int last = points.length - 2;
      for (int i = 0; i < points.length; last = i, i += 2) {
        double ax = points[i];
        double ay = points[i + 1];
        double bx = points[last];
        double by = points[last + 1];
        squared = Math.min(squared, squaredDistance(x, y, ax, ay, bx, by));
        if ((ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax) {
          inside = !inside;
        }
      }
      return inside ? -Math.sqrt(squared) : Math.sqrt(squared);
    };
  }

  /** Lines of a pen: each array is one line through its points. */
  static Outline strokes(double halfWidth, double[]... lines) {
    return (x, y) -> {
      double squared = Double.MAX_VALUE;
      for (double[] line : lines) {
        for (int i = 0; i + 3 < line.length; i += 2) {
          squared =
              Math.min(
                  squared, squaredDistance(x, y, line[i], line[i + 1], line[i + 2], line[i + 3]));
        }
      }
      return Math.sqrt(squared) - halfWidth;
    };
  }

  private static double squaredDistance(
      double x, double y, double ax, double ay, double bx, double by) {
    double ex = bx - ax;
    double ey = by - ay;
    double along = Math.clamp(((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey), 0.0, 1.0);
    double dx = x - ax - along * ex;
    double dy = y - ay - along * ey;
    return dx * dx + dy * dy;
  }

  /** A star of five points, or with {@code inner = cos(π / points) · outer} a regular polygon. */
  static Outline star(int points, double outer, double inner) {
    double[] corners = new double[points * 4];
    for (int i = 0; i < 2 * points; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      double angle = Math.PI * i / points;
      corners[2 * i] = radius * StrictMath.sin(angle);
      corners[2 * i + 1] = -radius * StrictMath.cos(angle);
    }
    return polygon(corners);
  }

  static Outline heart() {
    int count = 36;
    double[] corners = new double[count * 2];
    for (int i = 0; i < count; i++) {
      double t = 2 * Math.PI * i / count;
      double sin = StrictMath.sin(t);
      corners[2 * i] = 16 * sin * sin * sin / 18;
      corners[2 * i + 1] =
          -(13 * StrictMath.cos(t)
                  - 5 * StrictMath.cos(2 * t)
                  - 2 * StrictMath.cos(3 * t)
                  - StrictMath.cos(4 * t)
                  + 2.5)
              / 18;
    }
    return polygon(corners);
  }
}
