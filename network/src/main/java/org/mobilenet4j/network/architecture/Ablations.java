package org.mobilenet4j.network.architecture;

import java.util.OptionalInt;
import org.mobilenet4j.network.ArchitectureException;

/**
 * What the papers leave out of their blocks, or exchange, to show what it is good for: Sandler et
 * al. 2018, Figure 6, and Howard et al. 2019, Table 5 and section 5.
 *
 * @param projectionActivation what follows the projection
 * @param shortcut what shortcuts connect
 * @param hardSwish what stands where V3's tables write HS
 * @param squeezeExcite whether blocks have the squeeze-and-excite of their table
 * @param expansion the expansion factor of every block that has an expansion layer in its table,
 *     from 1 to 64; empty for the table's own. With 1 there is no expansion layer
 */
public record Ablations(
    ProjectionActivation projectionActivation,
    Shortcut shortcut,
    HardSwishForm hardSwish,
    SqueezeExciteUse squeezeExcite,
    OptionalInt expansion) {
  private static final int MOST_EXPANSION = 64;

  /** How the expansion of the table is written. */
  private static final String OF_TABLE = "table";

  /**
   * @throws ArchitectureException if the expansion factor is out of range
   */
  public Ablations {
    if (expansion.isPresent()
        && (expansion.getAsInt() < 1 || expansion.getAsInt() > MOST_EXPANSION)) {
      throw refusedExpansion(expansion.getAsInt());
    }
  }

  private static ArchitectureException refusedExpansion(Object found) {
    return new ArchitectureException(
        "Option expansion is '%s'; expected a whole number from 1 to %d, or %s."
            .formatted(found, MOST_EXPANSION, OF_TABLE));
  }

  /**
   * @return the networks as the papers print them
   */
  public static Ablations none() {
    return new Ablations(
        ProjectionActivation.LINEAR,
        Shortcut.BOTTLENECK,
        HardSwishForm.HARD_SWISH,
        SqueezeExciteUse.YES,
        OptionalInt.empty());
  }

  Ablations with(ProjectionActivation other) {
    return new Ablations(other, shortcut, hardSwish, squeezeExcite, expansion);
  }

  Ablations with(Shortcut other) {
    return new Ablations(projectionActivation, other, hardSwish, squeezeExcite, expansion);
  }

  Ablations with(HardSwishForm other) {
    return new Ablations(projectionActivation, shortcut, other, squeezeExcite, expansion);
  }

  Ablations with(SqueezeExciteUse other) {
    return new Ablations(projectionActivation, shortcut, hardSwish, other, expansion);
  }

  /**
   * @param text a factor, or {@code table}
   */
  Ablations withExpansion(String text) {
    return new Ablations(
        projectionActivation, shortcut, hardSwish, squeezeExcite, expansionOf(text));
  }

  private static OptionalInt expansionOf(String text) {
    if (text.equals(OF_TABLE)) {
      return OptionalInt.empty();
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw refusedExpansion(text);
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  String expansionAsText() {
    return expansion.isPresent() ? Integer.toString(expansion.getAsInt()) : OF_TABLE;
  }

  /**
   * The factor of a block.
   *
   * @param printed what the table says; with 1 the block has no expansion layer, and gets none
   */
  int expansionFactor(int printed) {
    return printed == 1 ? printed : expansion.orElse(printed);
  }

  /**
   * The expansion of a block whose table gives it as a number of channels.
   *
   * @param printed channels of the table's expansion; as many as its input for no expansion layer
   * @param input channels of the table's input
   */
  int expansionSize(int printed, int input) {
    return printed == input || expansion.isEmpty() ? printed : expansion.getAsInt() * input;
  }
}
