/** What agents say of their placements, their tasks and their own services. */
@NullMarked
package io.stardust.server.report;

import org.jspecify.annotations.NullMarked;
