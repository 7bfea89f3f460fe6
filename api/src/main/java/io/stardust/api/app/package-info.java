/** Apps as people see them. */
@NullMarked
package io.stardust.api.app;

import org.jspecify.annotations.NullMarked;
