package org.mobilenet4j.training.data.augmentation;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandAugment;
import org.mobilenet4j.training.data.augmentation.Augmentation.TrivialAugment;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.image.Pixels;

/**
 * A change that was drawn by {@link RandAugment} or {@link TrivialAugment}.
 *
 * @param change what is done
 * @param strength how strongly, with its sign, as {@link PixelChange#apply} wants it
 */
record DrawnChange(PixelChange change, double strength) {
  /** torchvision's {@code TrivialAugmentWide} knows so many strengths. */
  private static final int TRIVIAL_STEPS = 31;

  /** Those that are done, which may be fewer than are drawn. */
  static List<DrawnChange> of(RandAugment how, Extent size, Draws draws) {
    ChangeSpace space =
        switch (how.manner()) {
          case TORCHVISION -> ChangeSpace.TORCHVISION;
          case TIMM -> ChangeSpace.TIMM;
        };
    List<DrawnChange> drawn = new ArrayList<>();
    for (int i = 0; i < how.changes(); i++) {
      PixelChange change = any(space, draws);
      if (draws.happens(space.probability())) {
        drawn.add(of(space, change, magnitude(how, draws) / RandAugment.STRONGEST, size, draws));
      }
    }
    return drawn;
  }

  static DrawnChange ofTrivialAugment(Extent size, Draws draws) {
    PixelChange change = any(ChangeSpace.TRIVIAL_WIDE, draws);
    double share = draws.below(TRIVIAL_STEPS) / (TRIVIAL_STEPS - 1.0);
    return of(ChangeSpace.TRIVIAL_WIDE, change, share, size, draws);
  }

  private static PixelChange any(ChangeSpace space, Draws draws) {
    List<PixelChange> changes = space.changes();
    return changes.get(draws.below(changes.size()));
  }

  private static double magnitude(RandAugment how, Draws draws) {
    return how.spread() == 0
        ? how.magnitude()
        : Math.clamp(how.magnitude() + how.spread() * draws.gaussian(), 0, RandAugment.STRONGEST);
  }

  private static DrawnChange of(
      ChangeSpace space, PixelChange change, double share, Extent size, Draws draws) {
    double strength = space.strength(change, share, size);
    return new DrawnChange(
        change, space.signed(change) && draws.happens(0.5) ? -strength : strength);
  }

  /** All of them, one after the other. */
  static Pixels apply(List<DrawnChange> changes, Pixels picture) {
    Pixels changed = picture;
    for (DrawnChange each : changes) {
      changed = each.change().apply(changed, each.strength());
    }
    return changed;
  }
}
