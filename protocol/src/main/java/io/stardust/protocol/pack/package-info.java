/**
 * What a package consists of, by content, so that an agent can build a new one from those it has. Starting point:
 * {@link io.stardust.protocol.pack.Manifest}.
 */
@NullMarked
package io.stardust.protocol.pack;

import org.jspecify.annotations.NullMarked;
