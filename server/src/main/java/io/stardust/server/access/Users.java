package io.stardust.server.access;

import io.stardust.api.access.NewUser;
import io.stardust.api.access.UserPatch;
import io.stardust.api.access.UserView;
import io.stardust.server.access.MemberStore.Member;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes, edits, locks and removes users. One administrator who can sign in is always left. What ends a right holds from
 * the next request on. Thread-safe.
 */
public final class Users {
    private static final int MAX_DISPLAY_NAME = 200;
    private static final Duration INVITATION = Duration.ofDays(7);
    private static final String CODE = "sd_inv_";

    private final PersonStore store;
    private final MemberStore members;
    private final Changes changes;
    private final Access access;
    private final Passwords passwords;
    private final RandomGenerator random;

    public Users(
            PersonStore store,
            MemberStore members,
            Changes changes,
            Access access,
            Passwords passwords,
            RandomGenerator random) {
        this.store = store;
        this.members = members;
        this.changes = changes;
        this.access = access;
        this.passwords = passwords;
        this.random = random;
    }

    List<UserView> page(String part, long after, int limit) {
        List<Person> people = store.page(part, after, limit);
        var memberships = members.of(people.stream().map(Person::id).toList());
        return people.stream().map(person -> view(person, memberships)).toList();
    }

    Person person(long id) {
        return store.find(id).orElseThrow(() -> new NotFound("user", id));
    }

    UserView get(long id) {
        Person person = person(id);
        return view(person, members.of(List.of(id)));
    }

    /** Makes a user, who gets an invitation when no password is given. */
    Made create(Caller caller, NewUser wanted) {
        String name = Check.name("name", wanted.name());
        @Nullable String displayName = Check.optionalLine("displayName", wanted.displayName(), MAX_DISPLAY_NAME);
        boolean platform = Boolean.TRUE.equals(wanted.platform());
        @Nullable String password = wanted.password();
        String hash = password == null ? "" : passwords.hash(Passwords.checked("password", password));
        @Nullable String code = password == null ? BearerToken.draw(CODE, random) : null;
        Person made = changes.write(caller.actor(), tx -> {
            if (PersonStore.named(tx.sql(), name).isPresent()) {
                throw new Conflict("name: %s (expected: one that no other user has)".formatted(name));
            }
            var person = Person.local(
                    tx.nextId("person"),
                    name,
                    displayName,
                    hash,
                    platform,
                    tx.now().toEpochMilli());
            PersonStore.insert(tx.sql(), person);
            if (code != null) putInvitation(tx, person.id(), code);
            tx.record("person.created", null, person.id(), null, person.view());
            return person;
        });
        return new Made(get(made.id()), code == null ? null : link(code));
    }

    /** {@code seen} is the revision that the edit was made from, -1 to overwrite. */
    UserView edit(Caller caller, long id, long seen, UserPatch patch) {
        @Nullable String displayName = Check.optionalLine("displayName", patch.displayName(), MAX_DISPLAY_NAME);
        changes.write(caller.actor(), tx -> {
            Person before = find(tx, id);
            if (seen >= 0 && seen != before.revision()) throw new Outdated("user", id, seen, before.revision());
            Person after = before.edited(
                    displayName == null ? before.displayName() : displayName.isBlank() ? null : displayName,
                    Objects.requireNonNullElse(patch.platform(), before.platform()),
                    Objects.requireNonNullElse(patch.locked(), before.locked()));
            requireAdministrator(tx, before, after);
            PersonStore.update(tx.sql(), after);
            if (after.locked()) SessionStore.deleteOthers(tx.sql(), id, 0);
            tx.record("person.updated", null, id, before.view(), after.view());
            return id;
        });
        access.forget();
        return get(id);
    }

    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            Person before = find(tx, id);
            requireAdministrator(tx, before, null);
            PersonStore.delete(tx.sql(), id);
            tx.record("person.deleted", null, id, before.view(), null);
            return id;
        });
        access.forget();
    }

    /** Gives somebody a password and ends their sessions. */
    void resetPassword(Caller caller, long id, @Nullable String password) {
        String checked = Passwords.checked("password", password);
        requireLocal(person(id));
        String hash = passwords.hash(checked);
        changes.write(caller.actor(), tx -> {
            Person before = find(tx, id);
            PersonStore.updatePassword(tx.sql(), id, hash);
            SessionStore.deleteOthers(tx.sql(), id, 0);
            tx.record(
                    "person.passwordReset",
                    null,
                    id,
                    before.view(),
                    find(tx, id).view());
            return id;
        });
        access.forget();
    }

    /** Returns a one-time link by which somebody chooses a password; the link before it ends. */
    String invite(Caller caller, long id) {
        requireLocal(person(id));
        String code = BearerToken.draw(CODE, random);
        changes.write(caller.actor(), tx -> {
            Person person = find(tx, id);
            putInvitation(tx, id, code);
            tx.record("person.invited", null, id, person.view(), person.view());
            return id;
        });
        return link(code);
    }

    private static void putInvitation(Tx tx, long id, String code) {
        long now = tx.now().toEpochMilli();
        PersonStore.putInvitation(tx.sql(), id, BearerToken.of(code), now, now + INVITATION.toMillis());
    }

    private static String link(String code) {
        return "/invite?code=" + code;
    }

    private static Person find(Tx tx, long id) {
        return PersonStore.find(tx.sql(), id).orElseThrow(() -> new NotFound("user", id));
    }

    /** {@code after} is null when the person goes. */
    private static void requireAdministrator(Tx tx, Person before, @Nullable Person after) {
        boolean was = before.platform() && before.canSignIn();
        boolean stays = after != null && after.platform() && after.canSignIn();
        if (was && !stays && !PersonStore.otherAdministrator(tx.sql(), before.id())) {
            throw new Conflict(
                    "%s is the last administrator who can sign in; make another one first".formatted(before.name()));
        }
    }

    private static void requireLocal(Person person) {
        if (person.isLocal()) return;
        throw new Conflict(
                "%s signs in elsewhere (source %s) and has no password here".formatted(person.name(), person.source()));
    }

    private static UserView view(Person person, List<Member> memberships) {
        return new UserView(
                person.id(),
                person.name(),
                person.displayName(),
                person.platform(),
                person.locked(),
                person.isLocal() && person.passwordHash().isEmpty(),
                person.source(),
                person.seenAt(),
                person.createdAt(),
                person.revision(),
                memberships.stream()
                        .filter(member -> member.userId() == person.id())
                        .map(member ->
                                new UserView.Belonging(member.projectId(), member.project(), Check.word(member.role())))
                        .toList());
    }

    /** A user just made; {@code invitation} is shown this once. */
    record Made(UserView user, @Nullable String invitation) {
        @Override
        public String toString() {
            return "Made[" + user.name() + "]";
        }
    }
}
