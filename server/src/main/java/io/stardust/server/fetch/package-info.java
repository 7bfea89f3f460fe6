/** What agents ask for: what they should run, and its packages. */
@NullMarked
package io.stardust.server.fetch;

import org.jspecify.annotations.NullMarked;
