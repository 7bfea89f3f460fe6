/** Releases: packages as they are uploaded, kept, signed, looked into and compared. */
@NullMarked
package io.stardust.server.release;

import org.jspecify.annotations.NullMarked;
