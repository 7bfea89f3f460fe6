/**
 * The open WebSockets of nodes and instances. Starting point: {@link io.stardust.server.push.PushSessions}. Knows keys,
 * not whose they are.
 */
@NullMarked
package io.stardust.server.push;

import org.jspecify.annotations.NullMarked;
