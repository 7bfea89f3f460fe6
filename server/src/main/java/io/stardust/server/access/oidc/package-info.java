/**
 * Signing in elsewhere, by OpenID Connect. Starting point: {@link io.stardust.server.access.oidc.OidcRoutes}, the way
 * there and back; {@link io.stardust.server.access.oidc.OidcPeople} lets in who comes back.
 */
@NullMarked
package io.stardust.server.access.oidc;

import org.jspecify.annotations.NullMarked;
