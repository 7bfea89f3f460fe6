/** Signing in, tokens and projects; start at {@link io.stardust.cli.access.AccessVerbs}. */
@NullMarked
package io.stardust.cli.access;

import org.jspecify.annotations.NullMarked;
