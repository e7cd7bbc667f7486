package org.mobilenet4j.vision.image;

/**
 * What a format's decoder gives.
 *
 * @param pixels as they are stored
 * @param orientation how they have to be turned to be looked at
 */
record Decoded(Pixels pixels, Orientation orientation) {}
