package org.mobilenet4j.inference;

/**
 * One kind of work within a step; an inverted residual that is computed as one step has three.
 *
 * @param type what kind of layer it is
 * @param multiplyAdds multiply-adds for one image, as the papers count them
 */
record StepPart(LayerType type, long multiplyAdds) {}
