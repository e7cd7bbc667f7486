package org.mobilenet4j.benchmarks.engines;

import java.nio.file.Path;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;

/** This library. */
public final class PlanEngine implements Engine {
  private final Plan plan;
  private final Session session;
  private final float[] output;
  private float[] images;

  private PlanEngine(Plan plan, int threads, int batch) {
    this.plan = plan;
    this.session = plan.newSession(threads);
    session.warmUp();
    this.images = new float[Math.multiplyExact(batch, plan.inputFloats())];
    this.output = new float[Math.multiplyExact(batch, plan.outputFloats())];
  }

  /**
   * @param model what to run
   * @param threads threads that work on an image
   * @param batch images a run
   * @return an engine, to be closed
   */
  public static PlanEngine of(Model model, int threads, int batch) {
    return new PlanEngine(Plan.of(model), threads, batch);
  }

  static Engine open(Path file, int threads, int batch) {
    return of(ModelFile.read(file).model(), threads, batch);
  }

  @Override
  public String description() {
    return "MobileNet4J, %s kernels".formatted(plan.kernels().name());
  }

  @Override
  public void give(float[] newImages) {
    images = newImages;
  }

  @Override
  public float[] run() {
    session.run(images, output);
    return output;
  }

  @Override
  public void close() {
    session.close();
  }
}
