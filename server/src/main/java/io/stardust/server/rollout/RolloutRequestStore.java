package io.stardust.server.rollout;

import io.stardust.api.rollout.NewRollout;
import io.stardust.protocol.Json;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests under a key of the caller's own ({@code Idempotency-Key}): who asks again, since the answer got lost, gets
 * the rollout that was begun the first time. Stateless; keys live for a day.
 */
final class RolloutRequestStore {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Duration LIFE = Duration.ofDays(1);

    /** @param key null = none was given */
    record Asked(@Nullable String key, String digest) {
        /** Checks the key. */
        static Asked of(@Nullable String key, String kind, long deploymentId, NewRollout wanted) {
            if (key != null && !KEY.matcher(key).matches()) {
                throw new Invalid("Idempotency-Key: expected 1–200 printable ASCII characters without blanks");
            }
            return new Asked(
                    key, key == null ? "" : digest(kind + " " + deploymentId + " " + Json.PEOPLE.text(wanted)));
        }

        private static String digest(String text) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java knows SHA-256", e);
            }
        }
    }

    /**
     * The rollout that was begun under this key.
     *
     * @throws Conflict if it was begun by another request
     */
    Optional<Long> begun(Tx tx, Asked asked) {
        if (asked.key() == null) return Optional.empty();
        tx.sql()
                .createUpdate("delete from rollout_request where at < :old")
                .bind("old", tx.now().minus(LIFE).toEpochMilli())
                .execute();
        Optional<Kept> kept = tx.sql()
                .createQuery(
                        "select digest, rollout_id from rollout_request where actor = :actor and request_key = :key")
                .bind("actor", tx.actor())
                .bind("key", asked.key())
                .map((row, _) -> new Kept(row.getString("digest"), row.getLong("rollout_id")))
                .findOne();
        if (kept.isPresent() && !kept.get().digest().equals(asked.digest())) {
            throw new Conflict("Idempotency-Key: it was used for another request; draw a new one");
        }
        return kept.map(Kept::rolloutId);
    }

    private record Kept(String digest, long rolloutId) {}

    void keep(Tx tx, Asked asked, long rolloutId) {
        if (asked.key() == null) return;
        tx.sql()
                .createUpdate("""
                        insert into rollout_request (actor, request_key, digest, rollout_id, at)
                        values (:actor, :key, :digest, :rollout, :at)
                        on conflict (actor, request_key) do update set rollout_id = excluded.rollout_id
                        """)
                .bind("actor", tx.actor())
                .bind("key", asked.key())
                .bind("digest", asked.digest())
                .bind("rollout", rolloutId)
                .bind("at", tx.now().toEpochMilli())
                .execute();
    }
}
