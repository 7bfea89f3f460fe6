/** Is all well, and what is not. */
@NullMarked
package io.stardust.api.overview;

import org.jspecify.annotations.NullMarked;
