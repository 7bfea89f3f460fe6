/** The agent's log lines ({@link io.stardust.agent.log.LogProvider}). Known to SLF4J only. */
@NullMarked
package io.stardust.agent.log;

import org.jspecify.annotations.NullMarked;
