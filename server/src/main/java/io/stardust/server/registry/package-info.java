/**
 * Who offers which service and who asks for it: registrations, their leases, what is pushed. Starting point:
 * {@link io.stardust.server.registry.Registry}.
 */
@NullMarked
package io.stardust.server.registry;

import org.jspecify.annotations.NullMarked;
