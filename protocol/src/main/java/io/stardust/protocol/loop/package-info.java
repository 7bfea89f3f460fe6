/**
 * Background threads that do not die silently, for server, agent and client alike. Starting point:
 * {@link io.stardust.protocol.loop.Loop}. No other code starts threads of its own.
 */
@NullMarked
package io.stardust.protocol.loop;

import org.jspecify.annotations.NullMarked;
