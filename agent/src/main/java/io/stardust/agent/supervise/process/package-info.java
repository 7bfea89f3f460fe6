/** Processes: how they are started, found again, watched, measured and ended. */
@NullMarked
package io.stardust.agent.supervise.process;

import org.jspecify.annotations.NullMarked;
