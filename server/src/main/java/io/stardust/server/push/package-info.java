/**
 * The open WebSockets of nodes. Starting point: {@link io.stardust.server.push.NodeSessions}. Knows codes, not nodes.
 */
@NullMarked
package io.stardust.server.push;

import org.jspecify.annotations.NullMarked;
