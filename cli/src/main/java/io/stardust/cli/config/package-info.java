/** The config of apps; start at {@link io.stardust.cli.config.ConfigCommands}. */
@NullMarked
package io.stardust.cli.config;

import org.jspecify.annotations.NullMarked;
