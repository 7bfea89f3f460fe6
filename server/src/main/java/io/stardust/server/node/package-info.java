/**
 * Machines with an agent: how they come in, whether they are there, what they report. Starting points:
 * {@link io.stardust.server.node.NodeLogin}, {@link io.stardust.server.node.Nodes}. May use: access, change, db, http.
 */
@NullMarked
package io.stardust.server.node;

import org.jspecify.annotations.NullMarked;
