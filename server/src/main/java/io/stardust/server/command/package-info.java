/**
 * Orders to nodes and what became of them. Starting point: {@link io.stardust.server.command.Commander}. May use: node,
 * push, change, db, http.
 */
@NullMarked
package io.stardust.server.command;

import org.jspecify.annotations.NullMarked;
