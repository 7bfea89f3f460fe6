/** Orders to a node or an instance and their replies (upstream `CommandModel` family). */
@NullMarked
package io.stardust.protocol.command;

import org.jspecify.annotations.NullMarked;
