/** Deployments and placements as people ask for them and see them. */
@NullMarked
package io.stardust.api.deploy;

import org.jspecify.annotations.NullMarked;
