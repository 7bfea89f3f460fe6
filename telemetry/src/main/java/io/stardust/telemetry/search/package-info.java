/** How questions are answered. Starting point: {@link io.stardust.telemetry.search.Search}. */
@NullMarked
package io.stardust.telemetry.search;

import org.jspecify.annotations.NullMarked;
