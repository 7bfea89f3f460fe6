/**
 * What needs attention, what is in progress and what runs; start at {@link io.stardust.cli.overview.OverviewCommand}.
 */
@NullMarked
package io.stardust.cli.overview;

import org.jspecify.annotations.NullMarked;
