/** The command line over the people API; start at {@link io.stardust.cli.Cli}, the map of its verbs. */
@NullMarked
package io.stardust.cli;

import org.jspecify.annotations.NullMarked;
