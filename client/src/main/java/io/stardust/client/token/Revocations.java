package io.stardust.client.token;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.Link;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.token.RevokedTokens;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service tokens that hold no longer although they have not expired. Pushed whole, read whole after each login, and
 * kept on disk, so that a restart without a server forgets none. Which tokens of an app were ended is kept until no
 * provider would take them anyway, also when the server knows of it no more, having been restored from a backup.
 * Thread-safe.
 */
final class Revocations {
    private static final String PATH = "/App/RevokedTokens";
    private static final String FILE = "revoked.txt";
    /** A token's life, what it is accepted for besides while no server can be reached, and an hour for the clocks. */
    private static final long KEPT_SECONDS = Duration.ofHours(2 + 72 + 1).toSeconds();

    private final Link link;
    private final Shelf shelf;
    private volatile Ended ended;
    private long version = -1; // guarded by this
    private boolean asking; // guarded by this
    private boolean again; // guarded by this

    /** The ids of single tokens, and by app the last second of the epoch whose tokens are ended. */
    private record Ended(Set<String> ids, Map<String, Long> apps) {
        static Ended of(List<String> words) {
            Set<String> ids = new HashSet<>();
            Map<String, Long> apps = new HashMap<>();
            for (String word : words) {
                int at = word.lastIndexOf('@');
                Long second = at < 0 ? null : number(word.substring(at + 1));
                if (second == null) ids.add(word);
                else apps.merge(word.substring(0, at), second, Math::max);
            }
            return new Ended(ids, apps);
        }

        /** This list, and what {@code before} says besides of tokens that were issued after {@code oldest}. */
        Ended with(Ended before, long oldest) {
            Map<String, Long> all = new HashMap<>(apps);
            before.apps.forEach((app, second) -> {
                if (second > oldest) all.merge(app, second, Math::max);
            });
            return new Ended(ids, all);
        }

        String lines() {
            List<String> lines = new ArrayList<>(ids);
            apps.forEach((app, second) -> lines.add(app + "@" + second));
            return String.join("\n", lines);
        }

        private static @Nullable Long number(String text) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }

    Revocations(Link link, Shelf shelf) {
        this.link = link;
        this.shelf = shelf;
        byte[] kept = shelf.read(FILE);
        this.ended = Ended.of(
                kept == null
                        ? List.of()
                        : new String(kept, StandardCharsets.UTF_8).lines().toList());
    }

    /** Whether the token with these claims holds no longer. */
    boolean has(Claims claims) {
        Ended now = ended;
        String id = claims.id();
        if (id != null && now.ids.contains(id)) return true;
        Long second = now.apps.get(claims.app());
        return second != null && claims.issued() <= second;
    }

    /** Takes the list that was pushed. */
    void pushed(String json) {
        try {
            take(Json.WIRE.read(json, RevokedTokens.class));
        } catch (Json.BadJson | NullPointerException e) {
            TokenVerifier.LOG.log(Level.WARNING, "pushed revocations that cannot be read: " + e.getMessage());
            ask();
        }
    }

    /** Reads the list in the background, whatever its version: a server that was restored may count from less. */
    synchronized void ask() {
        again = asking;
        if (asking) return;
        asking = true;
        Chore.start("stardust-revoked", this::fetch);
    }

    private void fetch() {
        boolean more = true;
        while (more) {
            begin();
            try {
                RevokedTokens answer = link.call("POST", PATH, Map.of(), null, RevokedTokens.class);
                if (answer != null) take(answer);
            } catch (IOException | Envelope.Refused | NullPointerException e) {
                TokenVerifier.LOG.log(Level.DEBUG, "revoked tokens cannot be read now: " + e.getMessage());
            } finally {
                more = isAskedAgain();
            }
        }
    }

    /** What is answered from now on counts anew; not before: an answer that is on its way may be of the old count. */
    private synchronized void begin() {
        version = -1;
    }

    private synchronized boolean isAskedAgain() {
        boolean more = again;
        again = false;
        asking = more;
        return more;
    }

    /** An older list than the last is left: a push was quicker than an answer. */
    private synchronized void take(RevokedTokens list) {
        if (list.version() < version) return;
        version = list.version();
        long oldest = link.serverTime().getEpochSecond() - KEPT_SECONDS;
        Ended now = Ended.of(list.revoked()).with(ended, oldest);
        if (now.equals(ended)) return;
        shelf.write(FILE, now.lines().getBytes(StandardCharsets.UTF_8));
        ended = now;
    }
}
