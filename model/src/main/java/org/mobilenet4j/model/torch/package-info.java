/**
 * Checkpoints of PyTorch, the zip form of {@code .pth} and {@code .pt}: {@link
 * org.mobilenet4j.model.torch.TorchFile}.
 *
 * <p>Such a file is a zip of one pickle, which describes tensors, and of their numbers. A pickle is
 * a program; it is run here by a machine that knows tensors, dictionaries, sequences and plain
 * values and refuses everything else by name. What the tensors' names mean does not belong here.
 */
@NullMarked
package org.mobilenet4j.model.torch;

import org.jspecify.annotations.NullMarked;
