/** Photos in, answers out. */
module org.mobilenet4j.vision {
  requires transitive java.desktop;
  requires transitive org.mobilenet4j.inference;
  requires static com.twelvemonkeys.imageio.webp;
  requires static com.twelvemonkeys.imageio.core;
  requires static org.jspecify;

  exports org.mobilenet4j.vision;
  exports org.mobilenet4j.vision.image;
  exports org.mobilenet4j.vision.metrics;
}
