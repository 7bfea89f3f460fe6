/**
 * Turns a release into files that can be started: fetch, check, unpack beside, swap in. Start reading at
 * {@link io.stardust.agent.install.Installer}. Uses the protocol only; used by supervise.
 */
@NullMarked
package io.stardust.agent.install;

import org.jspecify.annotations.NullMarked;
