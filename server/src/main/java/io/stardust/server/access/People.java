package io.stardust.server.access;

import io.stardust.protocol.loop.Chore;
import io.stardust.server.access.Sessions.SignedIn;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.TooMany;
import io.stardust.server.http.ApiException.Unauthenticated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets people in: the first administrator by set-up code or password file, the invited by their link, everybody by
 * password. Thread-safe.
 */
public final class People {
    private static final Logger LOG = LoggerFactory.getLogger(People.class);
    private static final int MAX_NAME = 63;

    private final PersonStore store;
    private final AccessStore codes;
    private final Changes changes;
    private final Access access;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Throttle throttle;
    private final Denials denials;

    /** Done when the administrator of the password file is there, or none was asked for. */
    private volatile CompletableFuture<String> first = CompletableFuture.completedFuture("");

    public People(
            PersonStore store,
            AccessStore codes,
            Changes changes,
            Access access,
            Sessions sessions,
            Passwords passwords,
            Throttle throttle,
            Denials denials) {
        this.store = store;
        this.codes = codes;
        this.changes = changes;
        this.access = access;
        this.sessions = sessions;
        this.passwords = passwords;
        this.throttle = throttle;
        this.denials = denials;
    }

    /** True when there is somebody. */
    boolean anybody() {
        first.join();
        return store.anybody();
    }

    /**
     * Makes the first administrator.
     *
     * @throws Conflict if there is somebody already
     * @throws Denied if the code is not the one the server printed last
     */
    SignedIn setUp(@Nullable String code, @Nullable String name, @Nullable String password, Visitor visitor) {
        String given = SetupCode.hash(Check.text("code", code, 100));
        String checkedName = Check.name("name", name);
        String checkedPassword = Passwords.checked("password", password);
        if (anybody()) throw new Conflict("the set-up is done already; sign in");
        SignedIn done = new Attempt("/setup", "setup", visitor).judged(attempt -> {
            if (!isCode(codes.codeHash(), given)) {
                throw attempt.refused(
                        new Denied("code: wrong (expected: the one the server printed at its latest start)"));
            }
            String passwordHash = passwords.hash(checkedPassword);
            return changes.write("system", tx -> {
                boolean late = PersonStore.anybody(tx.sql()) || !isCode(AccessStore.codeHash(tx.sql()), given);
                if (late) throw new Conflict("the set-up is done already; sign in");
                return sessions.open(tx, insertFirst(tx, checkedName, passwordHash), visitor);
            });
        });
        LOG.info("user {} {}: made administrator by set-up code", done.person().id(), checkedName);
        return done;
    }

    private static boolean isCode(Optional<String> kept, String given) {
        byte[] bytes = given.getBytes(StandardCharsets.US_ASCII);
        return kept.filter(hash -> MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII), bytes))
                .isPresent();
    }

    /**
     * Makes the first administrator from a password that the operator laid ready; nothing when somebody is there. The
     * hash takes a second or two, so the start does not wait for it; who signs in meanwhile does.
     */
    void administrator(String name, String password) {
        first = CompletableFuture.supplyAsync(
                        () -> {
                            String passwordHash = passwords.hash(password);
                            return changes.write("system", tx -> {
                                if (!PersonStore.anybody(tx.sql())) insertFirst(tx, name, passwordHash);
                                return name;
                            });
                        },
                        work -> Chore.start("first-administrator", work::run))
                .exceptionally(failure -> {
                    LOG.error("the administrator of admin-password-file could not be made", failure);
                    return name;
                });
    }

    private static Person insertFirst(Tx tx, String name, String passwordHash) {
        var person = Person.local(
                tx.nextId("person"), name, null, passwordHash, true, tx.now().toEpochMilli());
        PersonStore.insert(tx.sql(), person);
        AccessStore.deleteCode(tx.sql());
        tx.record("person.created", null, person.id(), null, person.view());
        return person;
    }

    /**
     * Signs in by password. A name that nobody has takes as long as a wrong password.
     *
     * @throws Unauthenticated if the two do not fit, without saying which is wrong
     * @throws Denied if they fit and the account is locked
     */
    SignedIn signIn(@Nullable String name, @Nullable String password, Visitor visitor) {
        String account = Check.text("name", name, MAX_NAME).toLowerCase(Locale.ROOT);
        if (password == null || password.isEmpty() || password.length() > Passwords.MAX) {
            throw new Invalid("password: missing or too long (expected: 8–200 characters)");
        }
        first.join();
        return new Attempt("/sessions", account, visitor).judged(attempt -> {
            Person person = known(store.named(account), password).orElseThrow(() -> {
                LOG.warn("sign-in from {}: refused", visitor.address());
                return attempt.refused(new Unauthenticated("incorrect name or password"));
            });
            if (person.locked()) throw attempt.refused(locked());
            return open(person, visitor);
        });
    }

    /** Opens a session for somebody who has proved who they are. */
    SignedIn open(Person person, Visitor visitor) {
        return changes.write(person.actor(), tx -> {
            Person now = PersonStore.find(tx.sql(), person.id())
                    .filter(found -> !found.locked()) // meanwhile
                    .orElseThrow(People::locked);
            return sessions.open(tx, now, visitor);
        });
    }

    public static Denied locked() {
        return new Denied("the account is locked (ask an administrator)");
    }

    private Optional<Person> known(Optional<Person> person, String password) {
        Optional<Person> withPassword =
                person.filter(found -> !found.passwordHash().isEmpty());
        if (withPassword.isEmpty()) passwords.hash(password); // the same work as a comparison
        return withPassword.filter(known -> passwords.matches(password, known.passwordHash()));
    }

    /** Signs in whom an invitation is for, with the password they choose; the invitation has done its work then. */
    SignedIn accept(@Nullable String code, @Nullable String password, Visitor visitor) {
        String given = BearerToken.of(Check.text("code", code, 100));
        String checked = Passwords.checked("password", password);
        SignedIn done = new Attempt("/invitations", "invitation " + visitor.address(), visitor).judged(attempt -> {
            String hash = passwords.hash(checked);
            try {
                return changes.write("system", tx -> acceptedBy(tx, given, hash, visitor));
            } catch (NotFound | Denied e) {
                throw attempt.refused(e);
            }
        });
        access.forget();
        return done;
    }

    private SignedIn acceptedBy(Tx tx, String codeHash, String passwordHash, Visitor visitor) {
        Person person = PersonStore.invited(tx.sql(), codeHash, tx.now().toEpochMilli())
                .orElseThrow(
                        () -> new NotFound("invitation", "of this code (used, expired, or replaced by a newer one)"));
        if (person.locked()) throw locked();
        SessionStore.deleteOthers(tx.sql(), person.id(), 0);
        PersonStore.updatePassword(tx.sql(), person.id(), passwordHash);
        Person after = PersonStore.find(tx.sql(), person.id()).orElseThrow();
        tx.record("person.passwordChosen", null, person.id(), person.view(), after.view());
        return sessions.open(tx, after, visitor);
    }

    /** Changes the caller's own password and ends their other sessions. */
    void changePassword(Caller caller, @Nullable String current, @Nullable String password, Visitor visitor) {
        if (caller.via().sessionId() == 0)
            throw new Denied("a password is changed by who is signed in, not by a token");
        String checked = Passwords.checked("password", password);
        Person person = store.find(caller.userId()).orElseThrow(() -> new NotFound("user", caller.userId()));
        if (!person.isLocal()) throw new Conflict("%s has no password here".formatted(person.name()));
        new Attempt("/me/password", person.name(), visitor).judged(attempt -> {
            if (current == null
                    || current.length() > Passwords.MAX
                    || !passwords.matches(current, person.passwordHash())) {
                throw attempt.refused(new Denied("current: wrong (expected: the password you sign in with)"));
            }
            String hash = passwords.hash(checked);
            return changes.write(caller.actor(), tx -> {
                PersonStore.updatePassword(tx.sql(), person.id(), hash);
                SessionStore.deleteOthers(tx.sql(), person.id(), caller.via().sessionId());
                Person after = PersonStore.find(tx.sql(), person.id()).orElseThrow();
                tx.record("person.passwordChanged", null, person.id(), person.view(), after.view());
                return after;
            });
        });
        access.forget();
    }

    /** One try to come in; counted as failed until it has succeeded, and not at all when the server failed. */
    private final class Attempt {
        private final String path;
        private final String account;
        private final Visitor visitor;

        Attempt(String path, String account, Visitor visitor) {
            this.path = path;
            this.account = account;
            this.visitor = visitor;
        }

        /** @throws TooMany if there were too many before */
        <T> T judged(Function<Attempt, T> work) {
            String name = "name:" + account;
            String address = Throttle.address(visitor.address());
            try {
                throttle.begin(name, address);
            } catch (TooMany e) {
                denials.throttled(path, account, visitor.address(), e.detail());
                throw e;
            }
            boolean judged = false;
            try {
                T done = work.apply(this);
                judged = true;
                throttle.succeeded(name, address);
                return done;
            } catch (ApiException e) {
                judged = e.status() < 500;
                throw e;
            } finally {
                if (!judged) throttle.undecided(name, address);
            }
        }

        <E extends ApiException> E refused(E why) {
            BooleanSupplier exists = () -> store.named(account).isPresent();
            denials.signIn(path, account, visitor.address(), why.detail(), exists);
            return why;
        }
    }
}
