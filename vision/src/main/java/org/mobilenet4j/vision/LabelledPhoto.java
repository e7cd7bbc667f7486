package org.mobilenet4j.vision;

import java.nio.file.Path;

/**
 * A photo whose class is known.
 *
 * @param file the photo
 * @param index its class among the network's outputs, from 0
 */
public record LabelledPhoto(Path file, int index) {}
