/** Versions of the agent as people see them. */
@NullMarked
package io.stardust.api.agent;

import org.jspecify.annotations.NullMarked;
