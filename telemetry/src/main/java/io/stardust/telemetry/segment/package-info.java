/**
 * Files of blocks. Written by {@link io.stardust.telemetry.segment.SegmentWriter}, which makes a
 * {@link io.stardust.telemetry.segment.Segment} that never changes; both are read as
 * {@link io.stardust.telemetry.segment.SegmentView}. {@code docs/telemetry-format.md} describes the bytes.
 */
@NullMarked
package io.stardust.telemetry.segment;

import org.jspecify.annotations.NullMarked;
