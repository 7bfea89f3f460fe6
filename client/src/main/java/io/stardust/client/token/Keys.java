package io.stardust.client.token;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.Link;
import io.stardust.protocol.Json;
import io.stardust.protocol.loop.Chore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server's public keys by name, kept on disk. Thread-safe. */
final class Keys {
    private static final String PATH = "/.well-known/jwks.json";
    private static final String FILE = "jwks.json";
    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(10);
    private static final long WAIT_MS = 2_000;

    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] HEAD = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final Link link;
    private final Shelf shelf;
    private volatile Map<String, PublicKey> keys = Map.of();
    private @Nullable CountDownLatch asking; // guarded by this
    private long askedAt; // guarded by this

    Keys(Link link, Shelf shelf) {
        this.link = link;
        this.shelf = shelf;
        byte[] kept = shelf.read(FILE);
        if (kept != null) take(kept);
    }

    /** Returns the key; asks the server for one that is unknown, once in ten seconds, and waits two at most. */
    @Nullable
    PublicKey find(String id) {
        PublicKey known = keys.get(id);
        if (known != null) return known;
        CountDownLatch answer = ask(false);
        if (answer == null) return null;
        try {
            answer.await(WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return keys.get(id);
    }

    /** Asks the server in the background; returns what opens when it is done, null when it was asked just now. */
    synchronized @Nullable CountDownLatch ask(boolean anyway) {
        CountDownLatch known = asking;
        if (known != null && known.getCount() > 0) return known;
        if (known != null && !anyway && System.nanoTime() - askedAt < ASK_AGAIN) return null;
        askedAt = System.nanoTime();
        CountDownLatch begun = new CountDownLatch(1);
        asking = begun;
        Chore.start("stardust-keys", () -> {
            try {
                fetch();
            } finally {
                begun.countDown();
            }
        });
        return begun;
    }

    private void fetch() {
        try {
            byte[] json = link.fetch(PATH);
            if (take(json)) shelf.write(FILE, json);
        } catch (IOException e) {
            TokenVerifier.LOG.log(Level.DEBUG, "the keys of service tokens cannot be read now: " + e.getMessage());
        }
    }

    /** Uses the keys in {@code json} from now on; returns false, and changes nothing, when there is none. */
    private boolean take(byte[] json) {
        Map<String, PublicKey> found = new HashMap<>();
        try {
            Object set = Json.WIRE.readAny(json);
            Object list = set instanceof Map<?, ?> map ? map.get("keys") : null;
            for (Object each : list instanceof List<?> all ? all : List.of()) add(each, found);
        } catch (Json.BadJson e) {
            TokenVerifier.LOG.log(Level.WARNING, "a list of keys that cannot be read: " + e.getMessage());
        }
        if (found.isEmpty()) return false;
        keys = Map.copyOf(found);
        return true;
    }

    private static void add(@Nullable Object jwk, Map<String, PublicKey> found) {
        if (!(jwk instanceof Map<?, ?> key) || !"Ed25519".equals(key.get("crv"))) return;
        if (!(key.get("kid") instanceof String id) || !(key.get("x") instanceof String x)) return;
        try {
            byte[] raw = Base64.getUrlDecoder().decode(x);
            byte[] encoded = new byte[HEAD.length + 32];
            if (raw.length != 32) return;
            System.arraycopy(HEAD, 0, encoded, 0, HEAD.length);
            System.arraycopy(raw, 0, encoded, HEAD.length, raw.length);
            found.put(id, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            TokenVerifier.LOG.log(Level.WARNING, "key " + id + " of the server cannot be used: " + e.getMessage());
        }
    }
}
