/**
 * The orders this agent takes from its server, and no others. Start at {@link io.stardust.agent.command.Orders}. Uses
 * the client's link and the protocol; used by the root only.
 */
@NullMarked
package io.stardust.agent.command;

import org.jspecify.annotations.NullMarked;
