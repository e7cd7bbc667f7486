package org.mobilenet4j.kernels;

/** Eight chains: more than an instruction's latency times the number of units that do it. */
final class ScalarFmaLoop implements FmaLoop {
  @Override
  public int multiplyAddsPerRound() {
    return 8;
  }

  @Override
  public float run(int rounds) {
    float x = 0.999f;
    float y = 1e-3f;
    float a = 0;
    float b = 0.1f;
    float c = 0.2f;
    float d = 0.3f;
    float e = 0.4f;
    float f = 0.5f;
    float g = 0.6f;
    float h = 0.7f;
    for (int round = 0; round < rounds; round++) {
      a = Fma.fma(a, x, y);
      b = Fma.fma(b, x, y);
      c = Fma.fma(c, x, y);
      d = Fma.fma(d, x, y);
      e = Fma.fma(e, x, y);
      f = Fma.fma(f, x, y);
      g = Fma.fma(g, x, y);
      h = Fma.fma(h, x, y);
    }
    return a + b + c + d + e + f + g + h;
  }
}
