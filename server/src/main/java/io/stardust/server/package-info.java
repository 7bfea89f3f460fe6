/** The server program. Starting point: {@link io.stardust.server.Server}, which makes every object. */
@NullMarked
package io.stardust.server;

import org.jspecify.annotations.NullMarked;
