/** Environment variables as people write and see them. */
@NullMarked
package io.stardust.api.variable;

import org.jspecify.annotations.NullMarked;
