package io.stardust.server.access;

import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.Unauthenticated;
import io.stardust.server.http.Check;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets people in: the first administrator by set-up code or password file, everybody by password. Thread-safe. */
public final class People {
    /** How long a sign-in holds. */
    static final Duration SESSION = Duration.ofHours(12);

    private static final Logger LOG = LoggerFactory.getLogger(People.class);
    private static final int MAX_NAME = 63;

    private final AccessStore store;
    private final Changes changes;
    private final Access access;
    private final Passwords passwords;
    private final Throttle throttle;
    private final RandomGenerator random;

    public People(
            AccessStore store,
            Changes changes,
            Access access,
            Passwords passwords,
            Throttle throttle,
            RandomGenerator random) {
        this.store = store;
        this.changes = changes;
        this.access = access;
        this.passwords = passwords;
        this.throttle = throttle;
        this.random = random;
    }

    /**
     * Makes the first administrator.
     *
     * @throws Conflict if there is somebody already
     * @throws Denied if the code is not the one the server printed last
     */
    SignedIn setUp(@Nullable String code, @Nullable String name, @Nullable String password, String address) {
        String given = SetupCode.hash(Check.text("code", code, 100));
        String checkedName = Check.name("name", name);
        String checkedPassword = Passwords.checked("password", password);
        if (store.anybody()) throw new Conflict("the set-up is done already; sign in");
        String account = "setup";
        throttle.begin(account, "address:" + address);
        requireCode(store.codeHash(), given);
        String passwordHash = passwords.hash(checkedPassword);
        SignedIn done = changes.write("system", tx -> {
            if (AccessStore.anybody(tx.sql())) throw new Conflict("the set-up is done already; sign in");
            requireCode(AccessStore.codeHash(tx.sql()), given);
            Person administrator = insert(tx, checkedName, passwordHash);
            return session(tx, administrator, address);
        });
        throttle.succeeded(account, "address:" + address);
        LOG.info("user {} {}: made administrator by set-up code", done.person().id(), checkedName);
        return done;
    }

    private static void requireCode(Optional<String> kept, String given) {
        if (kept.filter(hash -> same(hash, given)).isEmpty()) {
            throw new Denied("code: wrong (expected: the one the server printed at its latest start)");
        }
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes the first administrator from a password that the operator laid ready; nothing when somebody is there. */
    void administrator(String name, String password) {
        String passwordHash = passwords.hash(password);
        changes.write("system", tx -> {
            if (!AccessStore.anybody(tx.sql())) insert(tx, name, passwordHash);
            return name;
        });
    }

    private static Person insert(Tx tx, String name, String passwordHash) {
        var administrator = new Person(
                tx.nextId("person"), name, passwordHash, true, tx.now().toEpochMilli());
        AccessStore.insert(tx.sql(), administrator);
        AccessStore.deleteCode(tx.sql());
        tx.record("person.created", null, administrator.id(), null, administrator.view());
        return administrator;
    }

    /**
     * Signs in by password. A name that nobody has takes as long as a wrong password.
     *
     * @throws Unauthenticated if the two do not fit, without saying which is wrong
     */
    SignedIn signIn(@Nullable String name, @Nullable String password, String address) {
        String account = Check.text("name", name, MAX_NAME).toLowerCase(Locale.ROOT);
        if (password == null || password.isEmpty() || password.length() > 200) {
            throw new Invalid("password: missing or too long (expected: 8–200 characters)");
        }
        throttle.begin("name:" + account, "address:" + address);
        Person person = known(account, password).orElseThrow(() -> {
            LOG.warn("sign-in from {}: refused", address);
            return new Unauthenticated("name or password is wrong");
        });
        throttle.succeeded("name:" + account, "address:" + address);
        return changes.write(person.actor(), tx -> session(tx, person, address));
    }

    private Optional<Person> known(String name, String password) {
        Optional<Person> person = store.person(name);
        if (person.isEmpty()) passwords.hash(password); // the same work as a comparison
        return person.filter(known -> passwords.matches(password, known.passwordHash()));
    }

    private SignedIn session(Tx tx, Person person, String address) {
        String token = BearerToken.draw(BearerToken.SESSION, random);
        long now = tx.now().toEpochMilli();
        var session = new Session(tx.nextId("session"), person.id(), address, now, now + SESSION.toMillis());
        AccessStore.insert(tx.sql(), session, BearerToken.of(token));
        tx.record("session.created", null, session.id(), null, session);
        return new SignedIn(token, session, person);
    }

    /** Ends the session of {@code token}; holds from the next request on. */
    void signOut(String actor, String token) {
        changes.write(actor, tx -> {
            Session session = AccessStore.session(tx.sql(), BearerToken.of(token))
                    .orElseThrow(() -> new Conflict("this is no session but an API token; revoke it instead"));
            AccessStore.deleteSession(tx.sql(), session.id());
            tx.record("session.deleted", null, session.id(), session, null);
            return session.id();
        });
        access.forget();
    }

    /** A fresh sign-in; {@code token} exists nowhere else. */
    record SignedIn(String token, Session session, Person person) {
        @Override
        public String toString() {
            return "SignedIn[session %d of %s]".formatted(session.id(), person);
        }
    }
}
