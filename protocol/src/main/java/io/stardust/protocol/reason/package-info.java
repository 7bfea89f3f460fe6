/**
 * Why something is as it is, told so that every reader gets it in an own language. Starting point:
 * {@link io.stardust.protocol.reason.Reason}.
 */
@NullMarked
package io.stardust.protocol.reason;

import org.jspecify.annotations.NullMarked;
