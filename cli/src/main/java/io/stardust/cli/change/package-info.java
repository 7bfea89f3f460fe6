/** What changed, and who did it; start at {@link io.stardust.cli.change.ChangesCommand}. */
@NullMarked
package io.stardust.cli.change;

import org.jspecify.annotations.NullMarked;
