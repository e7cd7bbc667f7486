/**
 * Files in the safetensors format: {@link org.mobilenet4j.model.safetensors.SafetensorsFile} reads
 * them, {@link org.mobilenet4j.model.safetensors.SafetensorsWriter} writes them.
 *
 * <p>Such a file is eight bytes with the length of a JSON header, the header, and the numbers of
 * all tensors without holes, little endian. What names and metadata mean does not belong here.
 */
@NullMarked
package org.mobilenet4j.model.safetensors;

import org.jspecify.annotations.NullMarked;
