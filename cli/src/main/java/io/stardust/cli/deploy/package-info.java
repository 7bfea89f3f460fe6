/** What runs where: from a zip to running processes; start at {@link io.stardust.cli.deploy.DeployCommands}. */
@NullMarked
package io.stardust.cli.deploy;

import org.jspecify.annotations.NullMarked;
