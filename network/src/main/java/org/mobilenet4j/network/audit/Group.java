package org.mobilenet4j.network.audit;

import java.util.Locale;

/** The papers and the lecture. */
public enum Group {
  /** Howard et al. 2017, and slim's table of it. */
  V1("MobileNets (V1)"),
  /** Sandler et al. 2018, and slim's table of it. */
  V2("MobileNetV2"),
  /** Howard et al. 2019, and slim's table of it. */
  V3("MobileNetV3"),
  /** Tan et al. 2019, and NetAdapt. */
  MNASNET("MnasNet and NetAdapt"),
  /** What the papers compare with. */
  OTHERS("the networks of the comparisons"),
  /** A lecture on the three networks. */
  LECTURE("a lecture on V1, V2 and V3");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  /**
   * @return what the group is about
   */
  public String title() {
    return title;
  }

  /**
   * @return the name on the command line: {@code v1}
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
