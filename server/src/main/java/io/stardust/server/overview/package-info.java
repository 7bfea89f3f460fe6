/**
 * What the first page shows. Starting point: {@link io.stardust.server.overview.OverviewRoutes}. May use: deploy, node,
 * access, change, db, http.
 */
@NullMarked
package io.stardust.server.overview;

import org.jspecify.annotations.NullMarked;
