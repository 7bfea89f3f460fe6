/**
 * Puts questions to running apps: does it answer, is it alive? Start at {@link io.stardust.agent.probe.Prober}. Uses
 * the protocol only; nothing of it is loaded while no app has a probe.
 */
@NullMarked
package io.stardust.agent.probe;

import org.jspecify.annotations.NullMarked;
