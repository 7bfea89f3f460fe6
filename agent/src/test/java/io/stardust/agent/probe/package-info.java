/** Tests of the probes, with real sockets and processes. */
@NullMarked
package io.stardust.agent.probe;

import org.jspecify.annotations.NullMarked;
