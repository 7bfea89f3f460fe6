/** Tests of the installer, with real zips, disks and sockets. */
@NullMarked
package io.stardust.agent.install;

import org.jspecify.annotations.NullMarked;
