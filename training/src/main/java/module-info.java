/** A folder of photos becomes a model: gradients, optimisers, schedules, data sets, reports. */
module org.mobilenet4j.training {
  requires transitive org.mobilenet4j.vision;
  requires static org.jspecify;

  exports org.mobilenet4j.training.optimization;
  exports org.mobilenet4j.training.recipe;
}
