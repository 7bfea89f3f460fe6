/**
 * Which scope an instance gets values of, and the rules that say it for those that may not say it themselves. Starting
 * point: {@link io.stardust.server.config.scope.Scopes}.
 */
@NullMarked
package io.stardust.server.config.scope;

import org.jspecify.annotations.NullMarked;
