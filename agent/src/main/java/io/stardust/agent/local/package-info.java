/**
 * What this machine itself says and asks: services of its own file ({@link io.stardust.agent.local.LocalServices}), and
 * the questions of programs beside the agent ({@link io.stardust.agent.local.LocalServer}), such as where the server
 * is. Uses the protocol only; used by the root only.
 */
@NullMarked
package io.stardust.agent.local;

import org.jspecify.annotations.NullMarked;
