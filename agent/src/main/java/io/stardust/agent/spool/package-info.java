/**
 * Keeps what the agent has to tell while the server is away, over restarts of the agent too. Start at
 * {@link io.stardust.agent.spool.Spool}. Uses the protocol only; used by the root only.
 */
@NullMarked
package io.stardust.agent.spool;

import org.jspecify.annotations.NullMarked;
