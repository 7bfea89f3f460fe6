/** What apps logged, as people see it. */
@NullMarked
package io.stardust.api.logs;

import org.jspecify.annotations.NullMarked;
