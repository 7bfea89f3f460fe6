/** Rollouts: which placements move to which release, in which order, and how far they are. */
@NullMarked
package io.stardust.server.rollout;

import org.jspecify.annotations.NullMarked;
