/** Node login, heartbeat and events (upstream `Node/*`). May use: the root package. */
@NullMarked
package io.stardust.protocol.node;

import org.jspecify.annotations.NullMarked;
