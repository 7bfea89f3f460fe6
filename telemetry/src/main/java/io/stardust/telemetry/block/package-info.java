/**
 * Blocks: some thousand lines of one app, cut into templates and columns. Filled by
 * {@link io.stardust.telemetry.block.OpenBlock}, packed by {@link io.stardust.telemetry.block.BlockEncoder}, read as
 * {@link io.stardust.telemetry.block.Block}.
 */
@NullMarked
package io.stardust.telemetry.block;

import org.jspecify.annotations.NullMarked;
