package org.mobilenet4j.training.data.generated;

import org.mobilenet4j.training.random.Draws;

/** Puts a motif somewhere on a canvas, of some size, turned, with light and shadow. */
final class Scene {
  private static final double SHADOW = 0.35;

  private Scene() {}

  static void draw(Canvas canvas, Motif motif, Palette palette, Draws draws) {
    int side = canvas.side();
    double radius = side * draws.between(0.26, 0.42);
    double room = side / 2.0 - radius * 0.9;
    double middleX = side / 2.0 + draws.between(-room, room);
    double middleY = side / 2.0 + draws.between(-room, room);
    double angle = 2 * Math.PI * draws.between(-motif.mostTurns(), motif.mostTurns());
    double stretch = draws.between(0.88, 1.12);
    double cos = StrictMath.cos(angle) / radius;
    double sin = StrictMath.sin(angle) / radius;
    Outline outline = motif.outline(draws);
    double cells = draws.between(3, 4.6);
    double light = draws.between(-0.18, 0.18);

    Canvas.Coverage covered =
        (x, y) -> {
          double dx = x - middleX;
          double dy = y - middleY;
          double u = (dx * cos + dy * sin) * stretch;
          double v = (dy * cos - dx * sin) / stretch;
          return Math.abs(u) > 1.5 || Math.abs(v) > 1.5
              ? 0
              : Canvas.inside(outline.distance(u, v) * radius);
        };
    double drop = side / 24.0;
    Colour shade = new Colour(0, 0, 0);
    double reach = radius * 1.5 * 1.2;
    canvas.paint(
        middleX + drop - reach,
        middleY + drop - reach,
        middleX + drop + reach,
        middleY + drop + reach,
        (x, y) -> SHADOW * covered.at(x - drop, y - drop),
        (_, _) -> shade);
    canvas.paint(
        middleX - reach,
        middleY - reach,
        middleX + reach,
        middleY + reach,
        covered,
        (x, y) -> {
          double dx = x - middleX;
          double dy = y - middleY;
          double u = (dx * cos + dy * sin) * stretch;
          double v = (dy * cos - dx * sin) / stretch;
          double second = motif.second(u, v, cells, radius);
          double factor = 1 + light * dy / radius;
          return palette.motif().toward(palette.second(), second).lit(factor);
        });
  }
}
