/** What ties apps to placements. Starting point: {@link io.stardust.server.placed.PlacementApps}. */
@NullMarked
package io.stardust.server.placed;

import org.jspecify.annotations.NullMarked;
