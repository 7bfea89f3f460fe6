/**
 * Versions of the agent: taken in, offered to nodes, and brought to new machines. Starting point:
 * {@link io.stardust.server.agent.AgentReleases}. May use: node, file, access, change, db, http.
 */
@NullMarked
package io.stardust.server.agent;

import org.jspecify.annotations.NullMarked;
