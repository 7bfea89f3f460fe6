/** The steps of placements as people see them. */
@NullMarked
package io.stardust.api.history;

import org.jspecify.annotations.NullMarked;
