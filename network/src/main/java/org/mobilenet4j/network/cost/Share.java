package org.mobilenet4j.network.cost;

/**
 * What the layers of one kind cost together.
 *
 * @param multiplyAdds of all of them
 * @param weights numbers in their kernels and matrices: what V1's Table 2 counts as parameters
 * @param parameters with biases, gamma and beta
 * @param multiplyAddShare of the whole network, from 0 to 1
 * @param weightShare of the whole network's weights, from 0 to 1
 * @param parameterShare of the whole network's parameters, from 0 to 1
 */
public record Share(
    long multiplyAdds,
    long weights,
    long parameters,
    double multiplyAddShare,
    double weightShare,
    double parameterShare) {}
