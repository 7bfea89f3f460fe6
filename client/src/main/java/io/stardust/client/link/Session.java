package io.stardust.client.link;

import io.avaje.jsonb.JsonType;
import io.stardust.client.link.Wire.Request;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.SecretProof;
import io.stardust.protocol.node.LoginResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs in, and repeats a call once after a new login when its token was refused. Thread-safe; one login at a time. */
final class Session {
    private final Wire wire;
    private final Identity identity;
    private final Credentials credentials;
    private final Runnable bell;
    private volatile long logins;

    /** {@code bell} is rung after each login. */
    Session(Wire wire, Identity identity, Credentials credentials, Runnable bell) {
        this.wire = wire;
        this.identity = identity;
        this.credentials = credentials;
        this.bell = bell;
    }

    boolean isLoggedIn() {
        return wire.token() != null;
    }

    /** How many logins there were. */
    long logins() {
        return logins;
    }

    /** Forgets the token if it still is {@code refused}: another thread may have fetched a new one meanwhile. */
    synchronized void forget(@Nullable String refused) {
        if (refused != null && refused.equals(wire.token())) wire.token(null);
    }

    /** Asks once; returns false while the server knows us but nobody has approved us yet. */
    synchronized boolean login() throws IOException {
        if (wire.token() != null) return true;
        Credentials.Pair kept = credentials.load();
        String proof = kept == null ? null : SecretProof.of(kept.secret(), Instant.ofEpochMilli(wire.serverTime()));
        Object body = identity.login(kept == null ? null : kept.code(), proof);
        LoginResponse answer = ask(wire, body);
        if (answer == null) throw new IOException("an empty answer to the login");
        wire.serverTime(answer.serverTime());
        String code = answer.code();
        String secret = answer.secret();
        if (code != null && secret != null && !code.isEmpty() && !secret.isEmpty()) {
            credentials.store(new Credentials.Pair(code, secret));
        }
        String token = answer.token();
        if (token == null || token.isEmpty()) return false;
        wire.token(token);
        logins = logins + 1; // one thread at a time
        bell.run();
        return true;
    }

    /**
     * Logs in at {@code servers} as well and uses them from then on. Until they have let us in nothing changes, so a
     * wrong address costs nothing.
     *
     * @throws IOException if they cannot be reached, or do not let us in
     */
    synchronized void move(List<URI> servers) throws IOException {
        Wire there = wire.to(servers);
        Credentials.Pair kept = credentials.load();
        String proof = kept == null ? null : SecretProof.of(kept.secret(), Instant.ofEpochMilli(wire.serverTime()));
        Object body = identity.login(kept == null ? null : kept.code(), proof);
        LoginResponse answer = ask(there, body);
        String token = answer == null ? null : answer.token();
        if (answer == null || token == null || token.isEmpty()) throw new IOException("it does not let this node in");
        String code = answer.code();
        String secret = answer.secret();
        if (code != null && secret != null && !code.isEmpty() && !secret.isEmpty()) {
            credentials.store(new Credentials.Pair(code, secret));
        }
        wire.servers().replace(servers);
        wire.token(token);
        wire.serverTime(answer.serverTime());
        logins = logins + 1; // one thread at a time
        bell.run();
    }

    private @Nullable LoginResponse ask(Wire where, Object body) throws IOException {
        Object answer =
                where.call(Request.post(path("Login"), body), null, Json.WIRE.<Object>type(identity.loginType()));
        return answer == null ? null : identity.loginAnswer(answer);
    }

    /** As {@link Wire#call}; a refused token is renewed by one login. */
    <T> @Nullable T call(Request request, JsonType<T> type) throws IOException {
        String token = wire.token();
        if (token == null) throw new IOException("not logged in");
        try {
            return wire.call(request, token, type);
        } catch (Envelope.Refused e) {
            if (e.code() != Envelope.UNAUTHORIZED || !renew(token)) throw e;
            return wire.call(request, wire.token(), type);
        }
    }

    /** As {@link Wire#download}; a refused token is renewed by one login. */
    Download download(String url, long from, @Nullable Object body) throws IOException {
        String token = wire.token();
        try {
            return wire.download(url, from, body);
        } catch (Envelope.Refused e) {
            if (e.code() != Envelope.UNAUTHORIZED || token == null || !renew(token)) {
                throw refused(e);
            }
            try {
                return wire.download(url, from, body);
            } catch (Envelope.Refused again) {
                throw refused(again);
            }
        }
    }

    /** As {@link Wire#upload}; a refused token is renewed by one login. */
    void upload(String path, Map<String, String> headers, Path file) throws IOException {
        String token = wire.token();
        if (token == null) throw new IOException("not logged in");
        try {
            wire.upload(path, token, headers, file);
        } catch (Envelope.Refused e) {
            if (e.code() != Envelope.UNAUTHORIZED || !renew(token)) throw e;
            wire.upload(path, wire.token(), headers, file);
        }
    }

    /** As {@link Wire#send}; a refused token is renewed by one login. */
    Reply send(String path, Map<String, String> headers, byte[] bytes, int length) throws IOException {
        String token = wire.token();
        if (token == null) throw new IOException("not logged in");
        Reply reply = wire.send(path, token, headers, bytes, length);
        if (reply.code() != Envelope.UNAUTHORIZED || !renew(token)) return reply;
        return wire.send(path, wire.token(), headers, bytes, length);
    }

    private static IOException refused(Envelope.Refused e) {
        String words = "refused: " + e.code() + " " + e.getMessage();
        boolean forGood = e.code() == Envelope.NOT_FOUND || e.code() == Envelope.FORBIDDEN;
        IOException failure = forGood ? new FileNotFoundException(words) : new IOException(words);
        failure.initCause(e);
        return failure;
    }

    private boolean renew(String refused) throws IOException {
        forget(refused);
        return login();
    }

    String path(String action) {
        return "/" + identity.face() + "/" + action;
    }
}
