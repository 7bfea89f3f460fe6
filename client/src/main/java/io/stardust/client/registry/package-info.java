/** Who offers a service: {@link io.stardust.client.registry.Registry} registers, resolves and subscribes. */
@NullMarked
package io.stardust.client.registry;

import org.jspecify.annotations.NullMarked;
