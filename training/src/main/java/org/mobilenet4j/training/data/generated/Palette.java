package org.mobilenet4j.training.data.generated;

import org.mobilenet4j.training.random.Draws;

/**
 * The colours of a picture.
 *
 * @param ground at one end
 * @param farGround at the other end; near the first
 * @param motif well apart from the ground
 * @param second of a texture; well apart from the motif's
 */
record Palette(Colour ground, Colour farGround, Colour motif, Colour second) {
  /** Least difference of luminance between a motif and what lies behind it. */
  private static final double CONTRAST = 0.3;

  static Palette drawn(Draws draws) {
    double hue = draws.unit();
    Colour ground = Colour.of(hue, draws.between(0.15, 0.7), draws.between(0.15, 0.95));
    Colour far =
        ground.toward(
            Colour.of(
                (hue + draws.between(0.9, 1.1)) % 1,
                draws.between(0.15, 0.7),
                draws.between(0.15, 0.95)),
            0.4);
    Colour middle = ground.toward(far, 0.5);
    Colour motif = apart(middle, draws);
    return new Palette(ground, far, motif, apart(motif, draws));
  }

  /** A lively colour that is seen on another. */
  private static Colour apart(Colour other, Draws draws) {
    while (true) {
      Colour colour = any(draws);
      if (Math.abs(colour.luminance() - other.luminance()) >= CONTRAST) {
        return colour;
      }
    }
  }

  static Colour any(Draws draws) {
    double saturation = draws.between(0.05, 0.9);
    return Colour.of(draws.unit(), saturation, draws.between(0.1, 1));
  }
}
