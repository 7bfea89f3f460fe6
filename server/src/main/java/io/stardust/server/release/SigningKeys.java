package io.stardust.server.release;

import io.stardust.api.release.NewSigningKey;
import io.stardust.api.release.SigningKeyView;
import io.stardust.protocol.pack.Manifest;
import io.stardust.protocol.pack.SigningKey;
import io.stardust.server.access.Projects;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Untrusted;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The keys whose signatures projects trust, and what is signed by them. Thread-safe. */
public final class SigningKeys {
    private static final int NAME = 100; // characters
    private static final int SIGNATURE = 200;

    private final Database db;
    private final Changes changes;
    private final Projects projects;
    private final SigningKeyStore store = new SigningKeyStore();

    public SigningKeys(Database db, Changes changes, Projects projects) {
        this.db = db;
        this.changes = changes;
        this.projects = projects;
    }

    List<SigningKeyView> page(Visible visible, long projectId, long after, int limit) {
        projects.get(visible, projectId);
        return db.read(sql -> store.page(sql, projectId, after, limit));
    }

    SigningKeyView add(Caller caller, long projectId, NewSigningKey wanted) {
        projects.get(caller.visible(), projectId);
        caller.require(Role.ADMIN, projectId);
        String name = Check.text("name", wanted.name(), NAME);
        SigningKey key = key(Check.text(
                "publicKey",
                wanted.publicKey() == null ? null : wanted.publicKey().strip(),
                SIGNATURE));
        return changes.write(caller.actor(), tx -> {
            if (store.find(tx.sql(), projectId, key.id()) != null) {
                throw new Conflict("publicKey: key %s is there already".formatted(key.id()));
            }
            var made = new SigningKeyView(
                    tx.nextId("signing_key"),
                    projectId,
                    name,
                    key.id(),
                    key.text(),
                    caller.name(),
                    tx.now().toEpochMilli());
            store.insert(tx.sql(), made);
            tx.record("signing-key.created", projectId, made.id(), null, made);
            return made;
        });
    }

    private static SigningKey key(String text) {
        try {
            return new SigningKey(text.strip());
        } catch (IllegalArgumentException e) {
            throw new Invalid("publicKey: " + e.getMessage());
        }
    }

    /** Trusts a key no more, nor what it has signed. */
    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            SigningKeyView key =
                    store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("signing key", id));
            caller.require(Role.ADMIN, key.projectId());
            store.delete(tx.sql(), id);
            return tx.record("signing-key.deleted", key.projectId(), id, key, null);
        });
    }

    /**
     * Demands that {@code signature} is one of {@code projectId}'s keys' over {@code manifest}. Nothing is demanded
     * where both are absent and the project does not require a signature.
     *
     * @throws Untrusted with words if it is not
     */
    void require(Handle sql, long projectId, @Nullable String signature, @Nullable String keyId, Manifest manifest) {
        if (signature == null && keyId == null) {
            requireNone(sql, projectId);
            return;
        }
        if (signature == null) throw new Invalid("signature: missing (expected: base64, since keyId is there)");
        if (keyId == null) throw new Invalid("keyId: missing (expected: the id of the key that signed)");
        @Nullable SigningKeyView key = store.find(sql, projectId, keyId);
        if (key == null) {
            throw new Untrusted("keyId: %s (expected: a signing key of project %d)"
                    .formatted(Check.shortened(keyId, 40), projectId));
        }
        if (signature.length() > SIGNATURE || !new SigningKey(key.publicKey()).signed(manifest.text(), signature)) {
            throw new Untrusted(("signature: not of key %s over this package's manifest, whose SHA-256 is %s;"
                            + " sign exactly the file you upload")
                    .formatted(key.keyId(), manifest.textSha256()));
        }
    }

    /** Refuses what comes without a signature where one is required; can be asked before the bytes come. */
    void requireNone(Handle sql, long projectId) {
        if (store.required(sql, projectId)) {
            throw new Untrusted(
                    "signature: missing (expected: one; project %d takes signed packages only)".formatted(projectId));
        }
    }
}
