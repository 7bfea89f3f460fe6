/** Who moves to which release, and when: as people ask for it and see it. */
@NullMarked
package io.stardust.api.rollout;

import org.jspecify.annotations.NullMarked;
