/** A folder of photos becomes a model: gradients, optimisers, schedules, data sets, reports. */
module org.mobilenet4j.training {
  requires transitive org.mobilenet4j.vision;
  requires de.siegmar.fastcsv;
  requires org.apache.commons.compress;
  requires static org.jspecify;

  exports org.mobilenet4j.training;
  exports org.mobilenet4j.training.data;
  exports org.mobilenet4j.training.data.augmentation;
  exports org.mobilenet4j.training.data.generated;
  exports org.mobilenet4j.training.gradient;
  exports org.mobilenet4j.training.optimization;
  exports org.mobilenet4j.training.recipe;
  exports org.mobilenet4j.training.report;
}
