package org.mobilenet4j.training.data;

import java.util.Optional;

/**
 * A picture, the name of its class, and the split that the source puts it in.
 *
 * @param picture as it is stored
 * @param label name of its class
 * @param split empty if the source does not say
 */
record Assignment(StoredPicture picture, String label, Optional<Split> split) {}
