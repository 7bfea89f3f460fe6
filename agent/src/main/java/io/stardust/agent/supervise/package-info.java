/**
 * Brings the apps of this node to their desired state and guards their processes. Start at
 * {@link io.stardust.agent.supervise.Supervisor}. May use {@code install}, {@code probe} and {@code state}; used by the
 * root only.
 */
@NullMarked
package io.stardust.agent.supervise;

import org.jspecify.annotations.NullMarked;
