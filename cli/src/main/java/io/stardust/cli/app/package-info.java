/** Business systems; start at {@link io.stardust.cli.app.AppCommands}. */
@NullMarked
package io.stardust.cli.app;

import org.jspecify.annotations.NullMarked;
