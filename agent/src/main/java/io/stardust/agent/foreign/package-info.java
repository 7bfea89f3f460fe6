/** Calls to C functions, with as little of the JVM's memory as can be. Starting point: {@link CFunction}. */
@NullMarked
package io.stardust.agent.foreign;

import org.jspecify.annotations.NullMarked;
