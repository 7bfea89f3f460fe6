package io.stardust.server.grant;

import io.stardust.server.app.AppFeature;
import io.stardust.server.db.Visible;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceAuth;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who may call whom, and the tokens that say so. */
public final class GrantFeature {
    private final Base base;
    private final AppFeature apps;
    private final ServiceKeys keys;
    private final Revocations revocations;
    private final Grants grants;
    private final ServiceTokens tokens;

    /** @param frames pushes a text frame to every instance that understands it; must not block */
    public GrantFeature(Base base, AppFeature apps, Consumer<String> frames) {
        this.base = base;
        this.apps = apps;
        this.keys = new ServiceKeys(base.data().resolve("keys"));
        this.revocations = new Revocations(base.db(), base.clock(), frames);
        this.grants = new Grants(base.db(), base.changes(), revocations);
        this.tokens = new ServiceTokens(keys, grants, revocations, base.clock());
        Revocations.keep(base.expiry());
        base.changes().listen(grants);
        base.lifecycle().starts("revocations", revocations::start);
        base.lifecycle().starts("grants", grants::start);
    }

    /**
     * Adds the routes.
     *
     * @param auth tells which instance asks
     * @param proved whether an instance has shown a key
     */
    public void routes(Faces faces, InstanceAuth auth, Predicate<Instance> proved) {
        new GrantRoutes(grants, apps.apps()).register(faces.people());
        var links = new TokenLinkRoutes(auth, tokens, proved, this::mayCall, revocations, keys);
        links.register(faces.machines());
        links.register(faces.plain());
    }

    private boolean mayCall(Instance consumer, String provider) {
        var store = new GrantStore();
        return base.db()
                .read(sql -> store.app(sql, Visible.everything(), provider))
                .map(app -> grants.mayCall(consumer.appId(), consumer.projectId(), app.projectId(), app.id()))
                .orElse(false);
    }

    /** Who may call whom. */
    public Grants grants() {
        return grants;
    }

    /** The tokens of consumers. */
    public ServiceTokens tokens() {
        return tokens;
    }
}
