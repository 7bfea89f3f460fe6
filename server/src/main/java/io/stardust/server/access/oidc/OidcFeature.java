package io.stardust.server.access.oidc;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Signing in elsewhere. */
public final class OidcFeature {
    private final OidcRoutes routes;

    /**
     * Makes it.
     *
     * @param oidc where people may sign in as well; null: nowhere
     * @param url under which people reach the server; null: whichever they ask for
     */
    public OidcFeature(Base base, AccessFeature access, @Nullable OidcSettings oidc, @Nullable URI url) {
        OidcRoutes.@Nullable Elsewhere elsewhere = oidc == null
                ? null
                : new OidcRoutes.Elsewhere(
                        new OidcProvider(oidc, base.clock()),
                        new OidcPeople(oidc, base.changes(), access.access(), access.sessions()));
        this.routes = new OidcRoutes(
                elsewhere, access.denials(), access.cookie(), url, access.secrets(), base.clock(), base.random());
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        routes.register(faces.people());
    }
}
