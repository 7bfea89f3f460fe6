/** What people see: tables, progress, words for times and sizes; start at {@link io.stardust.cli.terminal.Terminal}. */
@NullMarked
package io.stardust.cli.terminal;

import org.jspecify.annotations.NullMarked;
