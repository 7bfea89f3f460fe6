package io.stardust.server.access;

import io.stardust.server.access.secret.KeyFile;
import io.stardust.server.access.secret.KeyRing;
import io.stardust.server.access.secret.Rotation;
import io.stardust.server.access.secret.SealedValues;
import io.stardust.server.access.secret.SecretRoutes;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.feature.Base;
import io.stardust.server.feature.Steady;
import io.stardust.server.http.Faces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who may do what: people, projects, tokens, sign-in, secrets. */
public final class AccessFeature {
    private final Base base;
    private final Settings settings;
    private final Access access;
    private final Denials denials;
    private final People people;
    private final Sessions sessions;
    private final Users users;
    private final Projects projects;
    private final Members members;
    private final Tokens tokens;
    private final Secrets secrets;
    private final Rotation rotation;
    private final MachineTokens machineTokens;
    private final FirstStart firstStart;
    private Optional<String> setUpCode = Optional.empty();

    /**
     * What an administrator may set.
     *
     * @param adminPasswordFile holds the password of the first administrator; null: one sets it up by a link
     * @param secretKeys seal secrets instead of those in the data folder; empty: those do
     * @param tokenLife how long the tokens of agents hold
     * @param secure true when people come over TLS
     * @param elsewhere what people call the other place to sign in at; null: there is none
     */
    public record Settings(
            @Nullable Path adminPasswordFile,
            List<String> secretKeys,
            Supplier<Duration> tokenLife,
            boolean secure,
            @Nullable String elsewhere) {}

    /** @param sealed all places where features keep sealed values */
    public AccessFeature(Base base, Settings settings, List<SealedValues> sealed) {
        this.base = base;
        this.settings = settings;
        var store = new AccessStore(base.db());
        var personStore = new PersonStore(base.db());
        var memberStore = new MemberStore(base.db());
        var passwords = new Passwords(base.heap());
        var steady = Steady.of(base.clock());
        this.access = new Access(store, base.clock());
        base.changes().listen(access);
        this.denials = new Denials(base.changes(), steady);
        this.sessions = new Sessions(new SessionStore(base.db()), base.changes(), access, base.clock(), base.random());
        Sessions.keep(base.expiry());
        this.people = new People(
                personStore, store, base.changes(), access, sessions, passwords, new Throttle(steady), denials);
        this.users = new Users(personStore, memberStore, base.changes(), access, passwords, base.random());
        this.projects = new Projects(new ProjectStore(base.db()), base.changes(), access);
        this.members = new Members(memberStore, projects, base.changes(), access);
        this.tokens =
                new Tokens(new TokenStore(base.db()), projects, base.changes(), access, base.clock(), base.random());
        this.secrets = new Secrets(new KeyRing(base.data().resolve("keys/secret.key"), settings.secretKeys()));
        this.rotation = new Rotation(secrets, base.changes(), sealed);
        this.machineTokens = new MachineTokens(
                new KeyFile(base.data().resolve("keys/token.key")), base.clock(), settings.tokenLife());
        this.firstStart =
                new FirstStart(personStore, people, base.changes(), base.random(), settings.adminPasswordFile());
        base.lifecycle().starts("secrets", () -> secrets.require(() -> count(sealed)));
        base.lifecycle().add("access", access::start, access);
        base.lifecycle().watch(access::loop);
    }

    private long count(List<SealedValues> sealed) {
        return base.db()
                .read(sql ->
                        sealed.stream().mapToLong(place -> place.count(sql)).sum());
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        var api = faces.people();
        new AccessRoutes(people, sessions, cookie(), settings.elsewhere()).register(api);
        new SecretRoutes(rotation).register(api);
        new MeRoutes(users, projects).register(api);
        new UserRoutes(users, sessions).register(api);
        new ProjectRoutes(projects).register(api);
        new MemberRoutes(members).register(api);
        new TokenRoutes(tokens).register(api);
    }

    /** Makes the first administrator, or the code to do so with, where there is none yet. */
    public void firstStart() {
        setUpCode = firstStart.run();
    }

    /** Who may do what. */
    public Access access() {
        return access;
    }

    /** The record of what was refused. */
    public Denials denials() {
        return denials;
    }

    /** Those who are signed in. */
    public Sessions sessions() {
        return sessions;
    }

    /** How browsers keep a session. */
    public SessionCookie cookie() {
        return new SessionCookie(settings.secure());
    }

    /** The projects. */
    public Projects projects() {
        return projects;
    }

    /** The tokens of people, tools and nodes to come. */
    public Tokens tokens() {
        return tokens;
    }

    /** Seals and opens values. */
    public Secrets secrets() {
        return secrets;
    }

    /** The tokens of agents. */
    public MachineTokens machineTokens() {
        return machineTokens;
    }

    /** The code that the first administrator sets up with; empty when there is one, and before the start. */
    public Optional<String> setUpCode() {
        return setUpCode;
    }
}
