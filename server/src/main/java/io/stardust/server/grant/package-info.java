/**
 * Who may call whom, and the tokens that say so to providers which are called directly. Starting point:
 * {@link io.stardust.server.grant.ServiceTokens}.
 */
@NullMarked
package io.stardust.server.grant;

import org.jspecify.annotations.NullMarked;
