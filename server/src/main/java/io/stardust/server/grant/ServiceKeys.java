package io.stardust.server.grant;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.stardust.protocol.FileFailure;
import io.stardust.protocol.Hashes;
import io.stardust.server.db.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys that sign service tokens: {@code service-1.jwk}, {@code service-2.jwk} and so on in the folder of keys, each
 * an Ed25519 pair as RFC 8037 writes it, readable by the owner only. The last one signs; the public halves of all are
 * published, so that tokens of the one before hold until they expire. Thread-safe.
 */
final class ServiceKeys {
    private static final int ID_CHARS = 12;
    /** A token outlives its key by less than this many rotations. */
    private static final int PUBLISHED = 4;

    private final Path folder;
    private volatile List<Key> keys = List.of();

    ServiceKeys(Path folder) {
        this.folder = folder;
    }

    /** One key; {@code pair} holds the private half, too. */
    record Key(OctetKeyPair pair, PrivateKey signs) {
        String id() {
            return pair.getKeyID();
        }

        @Override
        public String toString() {
            return "Key[" + id() + "]";
        }
    }

    /** Signs from now on. */
    Key current() {
        return all().getLast();
    }

    /** The public halves, as {@code /.well-known/jwks.json} shows them (RFC 7517). */
    String published() {
        List<Key> all = all();
        return all.subList(Math.max(0, all.size() - PUBLISHED), all.size()).stream()
                .map(key -> key.pair().toPublicJWK().toJSONString())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** Makes a key that signs from now on; returns its id. */
    synchronized String renew() {
        List<Key> now = new ArrayList<>(all());
        now.add(make(now.size() + 1));
        keys = List.copyOf(now);
        return now.getLast().id();
    }

    private List<Key> all() {
        List<Key> known = keys;
        return known.isEmpty() ? load() : known;
    }

    private synchronized List<Key> load() {
        if (!keys.isEmpty()) return keys;
        List<Key> loaded = new ArrayList<>();
        for (int i = 1; Files.exists(file(i)); i++) loaded.add(read(file(i)));
        if (loaded.isEmpty()) loaded.add(make(1));
        keys = List.copyOf(loaded);
        return keys;
    }

    private Path file(int number) {
        return folder.resolve("service-" + number + ".jwk");
    }

    private static Key read(Path file) {
        try {
            return key(OctetKeyPair.parse(Files.readString(file)));
        } catch (ParseException | GeneralSecurityException e) {
            throw new IllegalStateException(file + " is no Ed25519 key (expected: a JWK with d and x)", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key %s: %s".formatted(file, FileFailure.why(e)), e);
        }
    }

    private static Key key(OctetKeyPair pair) throws GeneralSecurityException {
        var spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, pair.getDecodedD());
        return new Key(pair, KeyFactory.getInstance("Ed25519").generatePrivate(spec));
    }

    private Key make(int number) {
        Path file = file(number);
        try {
            KeyPair made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] secret = ((EdECPrivateKey) made.getPrivate()).getBytes().orElseThrow();
            byte[] open = bytes((EdECPublicKey) made.getPublic());
            String id = Hashes.sha256Hex(open).substring(0, ID_CHARS);
            var pair = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(open))
                    .d(Base64URL.encode(secret))
                    .keyID(id)
                    .build();
            OwnerOnly.write(file, pair.toJSONString());
            return key(pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime cannot make an Ed25519 key", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the key %s: %s".formatted(file, FileFailure.why(e)), e);
        }
    }

    /** As RFC 8032 encodes a point: y little-endian, the sign of x in the highest bit. */
    private static byte[] bytes(EdECPublicKey key) {
        byte[] y = key.getPoint().getY().toByteArray(); // big-endian
        byte[] bytes = new byte[32];
        for (int i = 0; i < Math.min(32, y.length); i++) bytes[i] = y[y.length - 1 - i];
        if (key.getPoint().isXOdd()) bytes[31] |= (byte) 0x80;
        return bytes;
    }
}
