package io.stardust.server.access.oidc;

import io.stardust.protocol.Printable;
import io.stardust.server.access.Access;
import io.stardust.server.access.Members;
import io.stardust.server.access.People;
import io.stardust.server.access.Person;
import io.stardust.server.access.PersonStore;
import io.stardust.server.access.ProjectStore;
import io.stardust.server.access.SessionStore;
import io.stardust.server.access.Sessions;
import io.stardust.server.access.Sessions.SignedIn;
import io.stardust.server.access.Visitor;
import io.stardust.server.access.oidc.OidcProvider.Identity;
import io.stardust.server.access.oidc.OidcSettings.Mapping;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom the issuer vouches for, with what their groups may here. The groups decide anew at every sign-in about
 * the projects that some mapping names, and about the platform; other memberships are left alone, and the last
 * administrator stays one. Thread-safe.
 */
final class OidcPeople {
    private static final Logger LOG = LoggerFactory.getLogger(OidcPeople.class);
    private static final int MAX_NAME = 50;
    private static final int MAX_DISPLAY_NAME = 200;

    private final OidcSettings settings;
    private final Changes changes;
    private final Access access;
    private final Sessions sessions;

    OidcPeople(OidcSettings settings, Changes changes, Access access, Sessions sessions) {
        this.settings = settings;
        this.changes = changes;
        this.access = access;
        this.sessions = sessions;
    }

    /**
     * Signs in.
     *
     * @throws NoRole if no mapping is of one of their groups; what groups gave them before is taken away
     * @throws Denied if the account is locked
     */
    SignedIn signIn(Identity identity, Visitor visitor) {
        List<Mapping> theirs = settings.mappings().stream()
                .filter(mapping -> identity.groups().contains(mapping.group()))
                .toList();
        boolean platform = theirs.stream().anyMatch(mapping -> mapping.project() == null);
        @Nullable
        SignedIn done = changes.write("oidc", tx -> {
            Person known = PersonStore.withSubject(tx.sql(), identity.subject()).orElse(null);
            if (known != null && known.locked()) throw People.locked();
            if (theirs.isEmpty()) {
                if (known != null) shutOut(tx, known, identity);
                return null;
            }
            Person person = known == null ? insert(tx, identity, platform) : update(tx, known, identity, platform);
            applyRoles(tx, person.id(), theirs);
            return sessions.open(tx, person, visitor);
        });
        access.forget();
        if (done == null) throw new NoRole();
        return done;
    }

    /** Their groups have gone, and with them the rights: also those of their tokens and of sessions still open. */
    private void shutOut(Tx tx, Person known, Identity identity) {
        Person after = update(tx, known, identity, false);
        applyRoles(tx, known.id(), List.of());
        int ended = SessionStore.deleteOthers(tx.sql(), known.id(), 0);
        if (ended > 0) tx.record("person.signedOut", null, known.id(), after.view(), after.view());
    }

    private static Person insert(Tx tx, Identity identity, boolean platform) {
        Person person = Person.elsewhere(
                tx.nextId("person"),
                freeName(tx, identity.wantedName()),
                displayName(identity),
                platform,
                identity.subject(),
                tx.now().toEpochMilli());
        PersonStore.insert(tx.sql(), person);
        tx.record("person.created", null, person.id(), null, person.view());
        return person;
    }

    private static Person update(Tx tx, Person known, Identity identity, boolean wanted) {
        boolean last = known.platform() && !wanted && !PersonStore.otherAdministrator(tx.sql(), known.id());
        if (last) {
            LOG.warn("{}: stays administrator, being the last one, though no group says so any more", known.actor());
            tx.record("person.demotionRefused", null, known.id(), known.view(), known.view());
        }
        boolean platform = wanted || last;
        @Nullable String displayName = displayName(identity);
        Person after = known.edited(displayName == null ? known.displayName() : displayName, platform, known.locked());
        if (after.platform() == known.platform()
                && java.util.Objects.equals(after.displayName(), known.displayName())) {
            return known;
        }
        PersonStore.update(tx.sql(), after);
        tx.record("person.updated", null, known.id(), known.view(), after.view());
        return after;
    }

    private static @Nullable String displayName(Identity identity) {
        @Nullable String name = identity.displayName();
        if (name == null || name.isBlank()) return null;
        String printable = Printable.line(name);
        return Check.cut(printable, MAX_DISPLAY_NAME);
    }

    /** A name like theirs that nobody has. A name alone never makes them somebody who is here already. */
    private static String freeName(Tx tx, String wanted) {
        String plain = wanted.toLowerCase(Locale.ROOT).replaceAll("@.*", "").replaceAll("[^a-z0-9._-]+", "-");
        plain = plain.replaceAll("^[._-]+", "");
        if (plain.isEmpty()) plain = "user";
        if (plain.length() > MAX_NAME) plain = plain.substring(0, MAX_NAME);
        String name = plain;
        for (int i = 2; PersonStore.named(tx.sql(), name).isPresent(); i++) name = plain + "-" + i;
        return name;
    }

    private void applyRoles(Tx tx, long person, List<Mapping> theirs) {
        Map<String, @Nullable Role> governed = new HashMap<>();
        for (Mapping mapping : settings.mappings()) {
            if (mapping.project() != null) governed.putIfAbsent(mapping.project(), null);
        }
        for (Mapping mapping : theirs) {
            if (mapping.project() == null || mapping.role() == null) continue;
            @Nullable Role now = governed.get(mapping.project());
            if (now == null || now.compareTo(mapping.role()) < 0) governed.put(mapping.project(), mapping.role());
        }
        governed.forEach((project, role) -> applyRole(tx, person, project, role));
    }

    private static void applyRole(Tx tx, long person, String projectName, @Nullable Role role) {
        Optional<Long> project = ProjectStore.named(tx.sql(), projectName);
        if (project.isEmpty()) {
            LOG.warn("oidc.mappings: there is no project {}", projectName);
            return;
        }
        if (role == null) Members.drop(tx, project.get(), person);
        else Members.put(tx, project.get(), person, role);
    }

    /** Who they are is known, but nothing here is theirs. */
    static final class NoRole extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRole() {
            super("none of the groups may anything here");
        }
    }
}
