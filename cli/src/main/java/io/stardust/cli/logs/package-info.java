/** {@code stardust logs}: what apps logged. Start at {@link io.stardust.cli.logs.LogsCommand}. */
@NullMarked
package io.stardust.cli.logs;

import org.jspecify.annotations.NullMarked;
