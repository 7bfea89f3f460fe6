/**
 * What travels, and the one codec that reads and writes it. Starting points: {@link io.stardust.protocol.Json},
 * {@link io.stardust.protocol.Envelope}.
 */
@NullMarked
package io.stardust.protocol;

import org.jspecify.annotations.NullMarked;
