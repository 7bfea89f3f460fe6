package io.stardust.server.access;

import io.stardust.api.access.NewToken;
import io.stardust.server.change.Changes;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes tokens, and tells what an enrolment token is worth. Thread-safe. */
public final class Tokens {
    private static final int MAX_NAME = 100;
    private static final int MAX_DAYS = 3650;

    private final TokenStore store;
    private final Projects projects;
    private final Changes changes;
    private final Access access;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Tokens(
            TokenStore store,
            Projects projects,
            Changes changes,
            Access access,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.projects = projects;
        this.changes = changes;
        this.access = access;
        this.clock = clock;
        this.random = random;
    }

    /** What an enrolment token of ours says; empty when it is unknown, revoked or expired. */
    public Optional<Enrolment> enrol(String token) {
        if (!BearerToken.plausible(token, BearerToken.ENROL)) return Optional.empty();
        long now = clock.millis();
        Optional<Token> found = store.enrolment(BearerToken.of(token))
                .filter(known -> known.expiresAt() == null || now < known.expiresAt());
        found.ifPresent(known -> access.used(known.id()));
        return found.map(known -> new Enrolment(projectOf(known), known.id()));
    }

    private static long projectOf(Token enrol) {
        if (enrol.projectId() == null) throw new IllegalStateException("an enrolment token without a project");
        return enrol.projectId();
    }

    /** Those of projects that the caller administers, and their own. */
    List<Token> page(Caller caller, @Nullable Long project, @Nullable String kind, long after, int limit) {
        Token.@Nullable Kind checked = kind == null ? null : Check.choice("kind", kind, Token.Kind.class);
        return store.page(caller, project, checked, after, limit);
    }

    /** Makes a token that can do no more than who asks for it. */
    Made create(Caller caller, NewToken wanted) {
        Token.Kind kind = Check.choice("kind", wanted.kind(), Token.Kind.class);
        String name = Check.text("name", wanted.name(), MAX_NAME);
        int days = Check.number("expiresInDays", wanted.expiresInDays(), 0, 1, MAX_DAYS);
        @Nullable Long project = project(caller, kind, wanted.project());
        @Nullable Role role = role(caller, kind, project, wanted.role());
        String text = BearerToken.draw(kind == Token.Kind.API ? BearerToken.API : BearerToken.ENROL, random);
        Token token = changes.write(caller.actor(), tx -> {
            long now = tx.now().toEpochMilli();
            @Nullable
            Long expires =
                    earlier(days == 0 ? null : now + Duration.ofDays(days).toMillis(), longest(caller));
            var made = new Token(
                    tx.nextId("token"), kind, name, caller.userId(), caller.name(), project, role, now, expires, null);
            TokenStore.insert(tx.sql(), made, BearerToken.of(text));
            tx.record("token.created", project, made.id(), null, made.view());
            return made;
        });
        return new Made(token, text);
    }

    /** A token cannot make one that outlives it; who is signed in can, though the session ends. */
    private static @Nullable Long longest(Caller caller) {
        return caller.via().tokenId() == 0 ? null : caller.via().expiresAt();
    }

    private static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
        if (a == null) return b;
        return b == null ? a : Long.valueOf(Math.min(a, b));
    }

    private @Nullable Long project(Caller caller, Token.Kind kind, @Nullable Long wanted) {
        if (wanted != null) return projects.get(caller.visible(), wanted).id();
        if (kind == Token.Kind.ENROL)
            return projects.get(caller.visible(), Projects.DEFAULT).id();
        if (!caller.platform()) throw new Invalid("project: missing (expected: a project; yours reaches no further)");
        return null;
    }

    private static @Nullable Role role(
            Caller caller, Token.Kind kind, @Nullable Long project, @Nullable String wanted) {
        if (project == null) {
            if (wanted != null) throw new Invalid("role", wanted, "none without a project");
            return null;
        }
        if (kind == Token.Kind.ENROL) {
            if (wanted != null) throw new Invalid("role", wanted, "none; nodes have no role");
            caller.require(Role.ADMIN, project);
            return null;
        }
        Role role = wanted == null ? Role.VIEWER : Check.choice("role", wanted, Role.class);
        caller.require(role, project);
        return role;
    }

    /** Revokes; holds from the next request on. */
    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            Token token = TokenStore.find(tx.sql(), caller, id).orElseThrow(() -> new NotFound("token", id));
            boolean own = token.personId() == caller.userId();
            boolean may = token.projectId() == null ? caller.platform() : caller.has(Role.ADMIN, token.projectId());
            if (!own && !may)
                throw new Denied("%s may not revoke token %d of %s".formatted(caller.name(), id, token.person()));
            TokenStore.delete(tx.sql(), id);
            tx.record("token.deleted", token.projectId(), id, token.view(), null);
            return id;
        });
        access.forget();
    }

    /** Where nodes that bring an enrolment token belong. */
    public record Enrolment(long projectId, long tokenId) {}

    /** A token just made, with its text, which exists nowhere else. */
    record Made(Token token, String text) {
        @Override
        public String toString() {
            return "Made[token " + token.id() + "]";
        }
    }
}
