/**
 * The line between a node (or app) and its server: login, heartbeat, push socket, commands, calls and downloads.
 * Starting point: {@link io.stardust.client.link.Link}. May use: protocol. Small on purpose: it lives inside other
 * people's processes.
 */
@NullMarked
package io.stardust.client.link;

import org.jspecify.annotations.NullMarked;
