/** Packages as people see them, and the keys that sign them. */
@NullMarked
package io.stardust.api.release;

import org.jspecify.annotations.NullMarked;
