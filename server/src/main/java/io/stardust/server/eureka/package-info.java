/**
 * What clients of Netflix Eureka ask, answered from the registry; nobody else knows Eureka's shapes. Starting point:
 * {@link io.stardust.server.eureka.EurekaDoor}.
 */
@NullMarked
package io.stardust.server.eureka;

import org.jspecify.annotations.NullMarked;
