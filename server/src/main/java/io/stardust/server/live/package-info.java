/**
 * What happens, as it happens, to those who watch. Starting point: {@link io.stardust.server.live.Live}. May use:
 * deploy, node, instance, change, db, http.
 */
@NullMarked
package io.stardust.server.live;

import org.jspecify.annotations.NullMarked;
