/**
 * The life of the agent's own program: put on a machine, taken off it, replaced by a newer version and back. Start at
 * {@link io.stardust.agent.service.Installation} and {@link io.stardust.agent.service.Upgrader}. Uses the protocol;
 * used by the root only.
 */
@NullMarked
package io.stardust.agent.service;

import org.jspecify.annotations.NullMarked;
