package org.mobilenet4j.network.architecture;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a table says about itself.
 *
 * @param title the network's name as its paper writes it
 * @param paper where the table comes from
 * @param top1 published top-1 accuracy on ImageNet in percent, if the table gives one
 * @param top1Source where that is printed; empty without one
 * @param variantOf the architecture that this one differs from in one detail, if it is such a
 *     variant
 */
public record Publication(
    String title,
    String paper,
    OptionalDouble top1,
    String top1Source,
    Optional<String> variantOf) {}
