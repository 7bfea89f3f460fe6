/**
 * What files are made of: growing bytes, numbers of variable length, hashes, checks, zstd. Starting points:
 * {@link io.stardust.telemetry.bytes.ByteSink}, {@link io.stardust.telemetry.bytes.ByteSource}.
 */
@NullMarked
package io.stardust.telemetry.bytes;

import org.jspecify.annotations.NullMarked;
