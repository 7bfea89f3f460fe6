/** Machines and the orders they are given; start at {@link io.stardust.cli.node.NodeCommands}. */
@NullMarked
package io.stardust.cli.node;

import org.jspecify.annotations.NullMarked;
