/**
 * Who asks, and what they may: people, sessions, tokens, projects, and the keys of machine credentials. Starting point:
 * {@link io.stardust.server.access.Access}, which answers that for every request.
 */
@NullMarked
package io.stardust.server.access;

import org.jspecify.annotations.NullMarked;
