/** What runs and what needs somebody; start at {@link io.stardust.cli.overview.OverviewCommand}. */
@NullMarked
package io.stardust.cli.overview;

import org.jspecify.annotations.NullMarked;
