package org.mobilenet4j.benchmarks.compare;

import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * A network in the form of every runtime that can run it.
 *
 * @param key its name in tables
 * @param files where it lies
 * @param multiplyAdds of one image
 */
record MeasuredNetwork(String key, NetworkFiles files, long multiplyAdds) {}
