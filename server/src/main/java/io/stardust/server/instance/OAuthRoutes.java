package io.stardust.server.instance;

import static java.util.Objects.requireNonNullElse;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.app.AppModel;
import io.stardust.protocol.app.OAuthRequest;
import io.stardust.protocol.app.OAuthToken;
import io.stardust.protocol.app.OAuthUser;
import io.stardust.server.access.MachineTokens.Kind;
import io.stardust.server.app.App;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.InstanceTokens.Shown;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How older clients log in: {@code /OAuth/Token}, {@code /OAuth/UserInfo}. They take 403, not 401, for a wrong
 * password.
 */
final class OAuthRoutes {
    private final AppLogin login;
    private final AppAuth auth;
    private final NodeAuth nodes;
    private final InstanceTokens tokens;

    OAuthRoutes(AppLogin login, AppAuth auth, NodeAuth nodes, InstanceTokens tokens) {
        this.login = login;
        this.auth = auth;
        this.nodes = nodes;
        this.tokens = tokens;
    }

    /** Adds the paths. */
    void register(LinkApi link) {
        link.post("/OAuth/Token", this::token).get("/OAuth/UserInfo", this::userInfo);
    }

    private Object token(LinkCall call) {
        OAuthRequest asked = call.rawBody(OAuthRequest.class);
        String kind = requireNonNullElse(asked.grantType(), "");
        return switch (kind) {
            case "", "password" -> byPassword(asked, call.address());
            case "refresh_token" -> byRefresh(asked, call.address());
            default ->
                throw new Refused(
                        Envelope.BAD_REQUEST,
                        "grant_type: %s (expected: password or refresh_token)".formatted(AppFields.bounded(kind, 60)));
        };
    }

    private OAuthToken byPassword(OAuthRequest asked, String address) {
        AppLogin.Outcome outcome;
        try {
            outcome = login.login(asApp(asked), address);
        } catch (Refused e) {
            int code = e.code() == Envelope.UNAUTHORIZED ? Envelope.FORBIDDEN : e.code();
            throw new Refused(code, String.valueOf(e.getMessage()));
        }
        @Nullable Instance instance = outcome.instance();
        if (instance == null) {
            throw new Refused(
                    Envelope.FORBIDDEN,
                    "app %s waits for approval".formatted(outcome.app().name()));
        }
        return answer(tokens.issue(instance, outcome.keyId()), tokens.refresh(instance, outcome.keyId()));
    }

    private static AppModel asApp(OAuthRequest asked) {
        return new AppModel(
                asked.userName(),
                null,
                null,
                asked.password(),
                asked.clientId(),
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                null);
    }

    private OAuthToken byRefresh(OAuthRequest asked, String address) {
        String shown = requireNonNullElse(asked.refreshToken(), "");
        Shown held = tokens.verify(Kind.REFRESH, shown, InstanceTokens.GRACE)
                .orElseThrow(() -> new Refused(
                        Envelope.FORBIDDEN, "refresh_token: not valid (expected: that of an answer of this path)"));
        App app = auth.admitted(held, address);
        if (held.keyId() == 0 && !app.open() && !OpenApps.has(app.name())) {
            throw new Refused(Envelope.FORBIDDEN, "refresh_token: ended (expected: a login with the app's secret)");
        }
        return answer(tokens.again(held), tokens.refresh(held.instance(app, address), held.keyId()));
    }

    private OAuthToken answer(String access, String refresh) {
        return new OAuthToken(access, "JWT", Math.toIntExact(tokens.lifetime().toSeconds()), refresh, null);
    }

    private Object userInfo(LinkCall call) {
        @Nullable String token = call.token();
        Optional<App> app = token == null ? Optional.empty() : auth.app(token, call.address());
        if (app.isPresent()) {
            App known = app.get();
            return new OAuthUser(known.id(), known.name(), known.displayName(), null);
        }
        Node node = nodes.node(call);
        return new OAuthUser(node.id(), node.code(), node.name(), null);
    }
}
