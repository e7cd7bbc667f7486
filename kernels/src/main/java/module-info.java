/** Arithmetic on float arrays: the scalar reference, vector kernels, threads. */
module org.mobilenet4j.kernels {
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  exports org.mobilenet4j.kernels;
  exports org.mobilenet4j.kernels.blocked;
  exports org.mobilenet4j.kernels.gradient;
}
