/** What agents tell of tasks and of services of their own, as people see it. */
@NullMarked
package io.stardust.api.report;

import org.jspecify.annotations.NullMarked;
