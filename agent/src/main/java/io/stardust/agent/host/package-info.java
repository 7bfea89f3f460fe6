/**
 * What the machine is ({@link io.stardust.agent.host.MachineFacts}) and how it fares
 * ({@link io.stardust.agent.host.Pulse}), from /proc and /sys. Uses the protocol only; used by the root only.
 */
@NullMarked
package io.stardust.agent.host;

import org.jspecify.annotations.NullMarked;
