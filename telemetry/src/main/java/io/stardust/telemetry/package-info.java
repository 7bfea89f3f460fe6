/**
 * The telemetry store: takes log records, keeps them for a time in files of its own, finds them again. It knows no
 * server. Starting points: {@link io.stardust.telemetry.LogStore}, {@link io.stardust.telemetry.query.LogQuery}.
 */
@NullMarked
package io.stardust.telemetry;

import org.jspecify.annotations.NullMarked;
