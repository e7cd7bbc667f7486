package org.mobilenet4j.training.data.generated;

import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.training.random.Draws;

/** What a picture shows: its class. */
enum Motif {
  CHECKS("checks", 0.5),
  CRESCENT("crescent", 0.5),
  DOTS("dots", 0.5),
  HEART("heart", 0.07),
  LETTER_A("letter A", 0.05),
  LETTER_K("letter K", 0.05),
  LETTER_S("letter S", 0.05),
  RING("ring", 0.5),
  SQUARE("square", 0.5),
  STAR("star", 0.5),
  STRIPES("stripes", 0.5),
  TRIANGLE("triangle", 0.5);

  private static final double[] A_FRAME = {-0.62, 0.85, 0, -0.85, 0.62, 0.85};
  private static final double[] A_BAR = {-0.4, 0.3, 0.4, 0.3};
  private static final double[] K_STEM = {-0.5, -0.85, -0.5, 0.85};
  private static final double[] K_ARM = {0.55, -0.85, -0.45, 0.1};
  private static final double[] K_LEG = {-0.15, -0.18, 0.6, 0.85};
  private static final double[] S_CURVE = {
    0.5, -0.55, 0.34, -0.78, 0, -0.87, -0.34, -0.78, -0.5, -0.48, -0.36, -0.16, 0, 0, 0.36, 0.16,
    0.52, 0.48, 0.36, 0.78, 0, 0.87, -0.36, 0.78, -0.53, 0.55
  };

  private final String label;
  private final double mostTurns;

  Motif(String label, double mostTurns) {
    this.label = label;
    this.mostTurns = mostTurns;
  }

  static int count() {
    return values().length;
  }

  static Motif at(int index) {
    return values()[index];
  }

  /** In the order of the alphabet. */
  static List<String> labels() {
    return Arrays.stream(values()).map(motif -> motif.label).toList();
  }

  /** How far it may be turned either way, in turns: letters stay about upright. */
  double mostTurns() {
    return mostTurns;
  }

  /** Its edge; of a texture the edge of the patch, which says nothing about the class. */
  Outline outline(Draws draws) {
    return switch (this) {
      case CRESCENT -> Outline.crescent(0.9, draws.between(0.4, 0.55));
      case HEART -> Outline.heart();
      case RING -> Outline.ring(0.68, draws.between(0.14, 0.24));
      case SQUARE -> Outline.square(draws.between(0.64, 0.72));
      case STAR -> Outline.star(5, 0.98, draws.between(0.38, 0.46));
      case TRIANGLE -> Outline.star(3, 0.98, 0.49);
      case LETTER_A -> Outline.strokes(pen(draws), A_FRAME, A_BAR);
      case LETTER_K -> Outline.strokes(pen(draws), K_STEM, K_ARM, K_LEG);
      case LETTER_S -> Outline.strokes(pen(draws), S_CURVE);
      case CHECKS, DOTS, STRIPES -> patch(draws);
    };
  }

  private static double pen(Draws draws) {
    return draws.between(0.13, 0.19);
  }

  private static Outline patch(Draws draws) {
    return switch (draws.below(4)) {
      case 0 -> Outline.disc(0.85);
      case 1 -> Outline.square(0.72);
      case 2 -> Outline.star(3, 1.05, 0.525);
      default -> Outline.heart();
    };
  }

  /**
   * How much of the second colour is seen, from 0 to 1.
   *
   * @param cells of the texture, over the motif
   * @param sharpness of its edges, in pixels by unit of {@code x}
   */
  double second(double x, double y, double cells, double sharpness) {
    double u = x * cells / 2;
    double v = y * cells / 2;
    double soft = sharpness * 2 / cells;
    return switch (this) {
      case STRIPES -> edge(wave(u), soft);
      case CHECKS -> {
        double across = edge(wave(u), soft);
        double down = edge(wave(v), soft);
        yield across + down - 2 * across * down;
      }
      case DOTS -> {
        double du = u - Math.rint(u);
        double dv = v - Math.rint(v);
        yield edge(0.33 - Math.sqrt(du * du + dv * dv), soft);
      }
      case CRESCENT, HEART, LETTER_A, LETTER_K, LETTER_S, RING, SQUARE, STAR, TRIANGLE -> 0;
    };
  }

  /** From -1/4 to 1/4 and back, once a cell. */
  private static double wave(double at) {
    return Math.abs(at - Math.rint(at)) - 0.25;
  }

  private static double edge(double distance, double soft) {
    return Math.clamp(0.5 + distance * soft, 0.0, 1.0);
  }
}
