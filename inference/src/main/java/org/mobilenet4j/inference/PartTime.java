package org.mobilenet4j.inference;

/**
 * How long one part of a step took, or all parts of a kind.
 *
 * @param type what kind of layer it is
 * @param multiplyAdds multiply-adds for one image
 * @param nanos wall time for one image
 */
public record PartTime(LayerType type, long multiplyAdds, long nanos) {}
