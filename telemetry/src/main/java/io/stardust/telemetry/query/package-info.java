/**
 * What is asked. Starting points: {@link io.stardust.telemetry.query.LogQuery},
 * {@link io.stardust.telemetry.query.QueryParser}.
 */
@NullMarked
package io.stardust.telemetry.query;

import org.jspecify.annotations.NullMarked;
