/**
 * JSON from files that nobody vouches for, as a small tree: {@link
 * org.mobilenet4j.model.json.JsonValue}, read by {@link org.mobilenet4j.model.json.BoundedJson} and
 * taken apart by {@link org.mobilenet4j.model.json.JsonFields}.
 *
 * <p>Not for users of the library: safetensors headers and model files are its only readers. What
 * the keys mean does not belong here.
 */
@NullMarked
package org.mobilenet4j.model.json;

import org.jspecify.annotations.NullMarked;
