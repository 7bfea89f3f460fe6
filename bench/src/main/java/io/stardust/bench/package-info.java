/**
 * Load programs, one per budget, each run as {@code ./stardust bench NAME} on real processes and ending with one line
 * {@code NAME: figure unit, peer figure, ratio r}. Starting point: {@link io.stardust.bench.Main}.
 */
@NullMarked
package io.stardust.bench;

import org.jspecify.annotations.NullMarked;
