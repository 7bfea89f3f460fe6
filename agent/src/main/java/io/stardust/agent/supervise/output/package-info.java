/** What processes write: kept in parts, read back and followed. */
@NullMarked
package io.stardust.agent.supervise.output;

import org.jspecify.annotations.NullMarked;
