package io.stardust.server.access.oidc;

import io.stardust.server.access.Denials;
import io.stardust.server.access.People;
import io.stardust.server.access.Rate;
import io.stardust.server.access.SessionCookie;
import io.stardust.server.access.Sessions;
import io.stardust.server.access.Sessions.SignedIn;
import io.stardust.server.access.Visitor;
import io.stardust.server.access.oidc.OidcPeople.NoRole;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.feature.Steady;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.TooMany;
import io.stardust.server.http.ApiException.Unavailable;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import io.stardust.server.http.Networks;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in elsewhere: away to the issuer, and back with a session. */
final class OidcRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);
    private static final String COOKIE = "stardust_oidc";
    private static final String CALLBACK = "/oidc/callback";

    /** The server's root as seen from where a sign-in begins and ends; a proxy may have put a path before it. */
    private static final String HOME = "../../..";

    /** How many sign-ins may begin within a minute, from one address and in all. */
    private static final int STARTS = 30;

    private static final int STARTS_IN_ALL = 1_000;

    /** A path of this server; {@code //host} and {@code /\host} are none. */
    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,500}");

    /** An error code as RFC 6749 allows it. */
    private static final Pattern ERROR = Pattern.compile("[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}");

    private final @Nullable Elsewhere elsewhere;
    private final Denials denials;
    private final SessionCookie cookie;
    private final @Nullable URI url;
    private final Secrets secrets;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Rate starts;

    /** {@code elsewhere} is null when there is no other place; {@code url} when this server is reached as asked for. */
    OidcRoutes(
            @Nullable Elsewhere elsewhere,
            Denials denials,
            SessionCookie cookie,
            @Nullable URI url,
            Secrets secrets,
            InstantSource clock,
            RandomGenerator random) {
        this.elsewhere = elsewhere;
        this.denials = denials;
        this.cookie = cookie;
        this.url = url;
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
        this.starts = new Rate(Steady.of(clock), STARTS, STARTS_IN_ALL);
    }

    void register(Api api) {
        api.get("/oidc/start", Need.NOTHING, this::start).get(CALLBACK, Need.NOTHING, this::callback);
    }

    private Elsewhere elsewhere() {
        if (elsewhere == null) throw new NotFound("oidc issuer", "(see oidc.issuer)");
        return elsewhere;
    }

    private Answer start(Call call) {
        OidcProvider provider = elsewhere().provider();
        if (!starts.take(Networks.sender(call.address()))) {
            throw new TooMany("too many sign-ins begin here; try again in a minute", Duration.ofMinutes(1));
        }
        String back = call.query("return").orElse("/");
        if (!LOCAL.matcher(back).matches()) throw new Invalid("return: not valid (expected: a path of this server)");
        var attempt = OidcAttempt.begin(back, random, clock.instant());
        try {
            Answer away = Answer.redirect(provider.authorization(attempt, redirect(call)));
            return away.with("Set-Cookie", cookie(attempt.sealed(secrets), OidcAttempt.HOLDS.toSeconds()));
        } catch (Unavailable e) {
            LOG.warn("sign-in elsewhere: {}", e.detail());
            return failed("unavailable");
        }
    }

    private Answer callback(Call call) {
        Elsewhere place = elsewhere();
        @Nullable String sealed = call.cookie(cookieName());
        Optional<OidcAttempt> attempt = sealed == null
                ? Optional.empty()
                : OidcAttempt.open(sealed, secrets, clock.instant())
                        .filter(begun -> begun.isState(call.query("state").orElse("")));
        if (attempt.isEmpty()) return refused(call, "state", "this browser has no sign-in in progress");
        Optional<String> code = call.query("code");
        if (code.isEmpty()) {
            // what comes here went through a browser, where anybody may have written it
            String error = call.query("error").orElse("nothing");
            return refused(
                    call, "denied", "the issuer says " + (ERROR.matcher(error).matches() ? error : "what is no error"));
        }
        try {
            var identity = place.provider().identity(code.get(), attempt.get(), redirect(call));
            var visitor = new Visitor(call.address(), call.header("User-Agent").orElse(null));
            SignedIn done = place.people().signIn(identity, visitor);
            Answer back = Answer.redirect(HOME + attempt.get().returnTo());
            return cookie.put(back, done.token(), Sessions.HOLDS).with("Set-Cookie", cookie("", 0));
        } catch (NoRole e) {
            return refused(call, "no-role", String.valueOf(e.getMessage()));
        } catch (Denied e) {
            boolean locked = e.detail().equals(People.locked().detail());
            return refused(call, locked ? "locked" : "token", e.detail());
        } catch (ApiException e) {
            return refused(call, "unavailable", e.detail());
        }
    }

    private Answer refused(Call call, String error, String why) {
        LOG.warn("sign-in elsewhere from {}: {}", call.address(), why);
        denials.signIn(CALLBACK, "oidc", call.address(), why, () -> false);
        return failed(error).with("Set-Cookie", cookie("", 0));
    }

    private static Answer failed(String error) {
        return Answer.redirect(HOME + "/sign-in?error=" + error);
    }

    private String cookie(String value, long seconds) {
        // where no path is told it holds for the folder that was asked for, as the browser sees it
        return "%s=%s; HttpOnly; SameSite=Lax; Max-Age=%d%s"
                .formatted(cookieName(), value, seconds, cookie.secure() ? "; Path=/; Secure" : "");
    }

    private String cookieName() {
        return cookie.secure() ? Api.HOST_ONLY + COOKIE : COOKIE;
    }

    private String redirect(Call call) {
        String base = url == null
                ? call.origin().orElseThrow(() -> new Invalid("Host", "missing or strange", "a host, or public-url"))
                : url.toString().replaceAll("/+$", "");
        return base + Api.ROOT + CALLBACK;
    }

    /** The issuer, and who comes from there. */
    record Elsewhere(OidcProvider provider, OidcPeople people) {}
}
