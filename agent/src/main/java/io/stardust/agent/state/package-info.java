/**
 * What must survive the agent: the desired state as last pulled, and which processes were started from it. Start at
 * {@link io.stardust.agent.state.StateFile}. Uses the protocol only.
 */
@NullMarked
package io.stardust.agent.state;

import org.jspecify.annotations.NullMarked;
