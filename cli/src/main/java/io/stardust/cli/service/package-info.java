/** Services that apps offer; start at {@link io.stardust.cli.service.ServiceCommands}. */
@NullMarked
package io.stardust.cli.service;

import org.jspecify.annotations.NullMarked;
