/** The steps that agents and the server took for placements. */
@NullMarked
package io.stardust.server.history;

import org.jspecify.annotations.NullMarked;
