/** Which app may call which; start at {@link io.stardust.cli.grant.GrantCommands}. */
@NullMarked
package io.stardust.cli.grant;

import org.jspecify.annotations.NullMarked;
