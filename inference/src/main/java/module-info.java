/** Folds, fuses, plans and runs models. */
module org.mobilenet4j.inference {
  requires transitive org.mobilenet4j.kernels;
  requires transitive org.mobilenet4j.model;
  requires static org.jspecify;

  exports org.mobilenet4j.inference;
}
