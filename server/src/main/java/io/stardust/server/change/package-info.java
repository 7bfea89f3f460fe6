/**
 * The one write path: every mutation leaves a row that says who, what and when. Starting point:
 * {@link io.stardust.server.change.Changes}.
 */
@NullMarked
package io.stardust.server.change;

import org.jspecify.annotations.NullMarked;
