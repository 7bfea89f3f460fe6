package io.stardust.client.token;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.Link;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.loop.Chore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ids of tokens that were taken back, kept on disk so that a restart without a server forgets none. Thread-safe. */
final class Revocations {
    private static final String PATH = "/App/RevokedTokens";
    private static final String FILE = "revoked.txt";

    /** An id has 40 characters at most on our server; more than this the disk does not keep. */
    private static final int MAX = 100_000;

    private final Link link;
    private final Shelf shelf;
    private volatile Set<String> ids;
    private long version = -1; // guarded by this
    private boolean asking; // guarded by this
    private boolean again; // guarded by this

    Revocations(Link link, Shelf shelf) {
        this.link = link;
        this.shelf = shelf;
        byte[] kept = shelf.read(FILE);
        this.ids = kept == null
                ? Set.of()
                : Set.copyOf(new String(kept, StandardCharsets.UTF_8).lines().toList());
    }

    boolean has(String id) {
        return ids.contains(id);
    }

    /** Adds what was pushed; reads all when something was missed before it. */
    synchronized void pushed(String json) {
        try {
            if (!(Json.WIRE.readAny(json.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> news)) return;
            Set<String> more = new HashSet<>(ids);
            more.addAll(ids(news));
            long told = version(news);
            if (told > version + 1) ask();
            else version = Math.max(version, told);
            keep(more);
        } catch (Json.BadJson e) {
            TokenVerifier.LOG.log(Level.WARNING, "pushed revocations that cannot be read: " + e.getMessage());
            ask();
        }
    }

    /** Reads all in the background. */
    synchronized void ask() {
        again = asking;
        if (asking) return;
        asking = true;
        Chore.start("stardust-revoked", this::fetch);
    }

    private void fetch() {
        boolean more = true;
        while (more) {
            try {
                Object answer = link.call("POST", PATH, Map.of(), null, Object.class);
                if (answer instanceof Map<?, ?> all) take(all);
            } catch (IOException | Envelope.Refused e) {
                TokenVerifier.LOG.log(Level.DEBUG, "revoked tokens cannot be read now: " + e.getMessage());
            } finally {
                more = isAskedAgain();
            }
        }
    }

    private synchronized boolean isAskedAgain() {
        boolean more = again;
        again = false;
        asking = more;
        return more;
    }

    private synchronized void take(Map<?, ?> all) {
        Set<String> now = ids(all);
        if (version(all) < version) now.addAll(ids); // a push was quicker than this answer
        version = version(all);
        keep(now);
    }

    private void keep(Set<String> all) {
        if (all.equals(ids)) return;
        if (all.size() > MAX) TokenVerifier.LOG.log(Level.WARNING, all.size() + " revoked tokens; the disk keeps none");
        else shelf.write(FILE, String.join("\n", all).getBytes(StandardCharsets.UTF_8));
        ids = Set.copyOf(all);
    }

    private static Set<String> ids(Map<?, ?> json) {
        Set<String> ids = new HashSet<>();
        for (Object each : json.get("Revoked") instanceof List<?> list ? list : List.of())
            ids.add(String.valueOf(each));
        return ids;
    }

    private static long version(Map<?, ?> json) {
        return json.get("Version") instanceof Number number ? number.longValue() : 0;
    }
}
