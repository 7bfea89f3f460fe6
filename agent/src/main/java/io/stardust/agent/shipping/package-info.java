/**
 * Sends what the apps print, and the log files that they name, to the server's log centre. The captured logs and the
 * files themselves are what waits, over restarts of the agent too. Start at {@link io.stardust.agent.shipping.Shipper}.
 * Used by the root only.
 */
@NullMarked
package io.stardust.agent.shipping;

import org.jspecify.annotations.NullMarked;
