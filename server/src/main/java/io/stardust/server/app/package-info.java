/**
 * Apps: the business systems that deployments belong to. May use {@code access} and below; used by {@code deploy}.
 * Starting point: {@link io.stardust.server.app.Apps}.
 */
@NullMarked
package io.stardust.server.app;

import org.jspecify.annotations.NullMarked;
