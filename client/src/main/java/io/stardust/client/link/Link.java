package io.stardust.client.link;

import io.stardust.client.link.Wire.Request;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.loop.LoopState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One identity's line to its servers: logs in, keeps the heartbeat, holds the push socket open, takes commands and
 * makes calls. Thread-safe. All work is done again and again until it succeeds; nothing is thrown at the owner except
 * by {@link #call}, {@link #callList} and {@link #download}.
 *
 * <pre>
 *   logged out ──login──▶ logged in ──socket──▶ connected
 *        ▲                  │   ▲                   │
 *        └──401 or 403──────┘   └──nothing heard────┘   (heartbeats then carry the commands)
 * </pre>
 *
 * <p>Threads, all daemons: {@code link} (login, heartbeat, {@link Listener}), {@code link-read} while a socket is open,
 * and up to four {@code link-command} that end after ten idle seconds.
 */
public final class Link implements AutoCloseable {
    static final System.Logger LOG = System.getLogger("io.stardust.client.link");

    private final LinkSettings settings;
    private final Identity identity;
    private final CommandLog log;
    private final Bell bell = new Bell();
    private final Wire wire;
    private final Session session;

    private @Nullable Line line; // guarded by this

    /** Makes a link; {@link #start} sets it going. Until then every call fails. */
    public Link(LinkSettings settings, Identity identity, Credentials credentials) {
        this(settings, identity, credentials, CommandLog.NONE);
    }

    /** As {@link #Link(LinkSettings, Identity, Credentials)}, that carries out no command twice over a restart. */
    public Link(LinkSettings settings, Identity identity, Credentials credentials, CommandLog log) {
        this.log = log;
        this.settings = settings;
        this.identity = identity;
        var servers = new Servers(settings.servers(), settings.pace().shield(), System::nanoTime);
        this.wire = new Wire(new Http(settings.userAgent()), servers, settings.clock());
        this.session = new Session(wire, identity, credentials, bell::ring);
    }

    /** Begins to log in and returns at once. Orders go to {@code commands}, news to {@code listener}. Once only. */
    public synchronized void start(Commands commands, Listener listener) {
        if (line != null) throw new IllegalStateException("started already");
        var ends = new Line.Ends(identity, commands, listener, log, settings.clock());
        Line started = new Line(settings, ends, wire, session, bell);
        line = started;
        started.start();
    }

    /** How the link's own thread fares; null before {@link #start}. */
    public synchronized @Nullable LoopState state() {
        return line == null ? null : line.state();
    }

    /** Whether calls may work now. */
    public boolean isLoggedIn() {
        return session.isLoggedIn();
    }

    /** Whether a server answered when one was asked last. */
    public boolean isReachable() {
        return wire.isReachable();
    }

    /** The last time without a server, which is over by now; null: none since the start. */
    public @Nullable Absence lastAbsence() {
        return wire.lastAbsence();
    }

    /** The server in use, or tried next. */
    public URI server() {
        return wire.servers().current();
    }

    /** Now by the server's clock, as far as it is known. */
    public Instant serverTime() {
        return Instant.ofEpochMilli(wire.serverTime());
    }

    /**
     * Calls the server: {@code body} (null = none) as wire JSON, the answer's data as {@code type}. Tries the next
     * server on a network error, logs in again once when the token is refused. Blocks up to 20 s for each server.
     *
     * @param path e.g. {@code /Deploy/Report}
     * @return null when the answer has no data
     * @throws Envelope.Refused if the server said no
     * @throws IOException if there is no login or no server, or the answer is not readable
     */
    public <T> @Nullable T call(
            String method, String path, Map<String, String> query, @Nullable Object body, Class<T> type)
            throws IOException {
        return session.call(new Request(method, path, query, body), Json.WIRE.<T>type(type));
    }

    /** As {@link #call}, for an array; no data is the empty list. */
    public <T> List<T> callList(
            String method, String path, Map<String, String> query, @Nullable Object body, Class<T> type)
            throws IOException {
        List<T> list = session.call(
                new Request(method, path, query, body), Json.WIRE.<T>type(type).list());
        return list == null ? List.of() : list;
    }

    /**
     * Gets what is no envelope and needs no login, such as {@code /.well-known/jwks.json}. Blocks as {@link #call}.
     *
     * @throws IOException if no server has it
     */
    public byte[] fetch(String path) throws IOException {
        return wire.ask(new Request("GET", path, Map.of(), null), null);
    }

    /**
     * Opens a file: {@code url} is absolute or relative to the server in use, {@code from} the first byte wanted. The
     * token travels to our own servers only.
     *
     * @throws java.io.FileNotFoundException if there is no such file or this node may not have it: asking again would
     *     not help
     * @throws IOException if it cannot be had now; what was read so far stays good, ask again from there
     */
    public Download download(String url, long from) throws IOException {
        return session.download(url, from, null);
    }

    /** As {@link #download(String, long)} of what {@code part} asks for, a record that is sent as JSON. */
    public Download downloadPart(String url, Object part) throws IOException {
        return session.download(url, 0, part);
    }

    /**
     * Sends a file as it is, by POST to the server in use, with {@code headers} besides the usual ones. Blocks until it
     * is answered, 5 min after its last byte at most.
     *
     * @throws Envelope.Refused if the server said no
     * @throws IOException if it cannot be sent now
     */
    public void upload(String path, Map<String, String> headers, Path file) throws IOException {
        session.upload(path, headers, file);
    }

    /**
     * Sends the first {@code length} of {@code bytes} as they are, by POST to the server in use, with {@code headers}
     * besides the usual ones; never twice by itself, but after a login when the token was refused. Blocks up to 20 s.
     *
     * @throws IOException if it is not known whether they were taken
     */
    public Reply send(String path, Map<String, String> headers, byte[] bytes, int length) throws IOException {
        return session.send(path, headers, bytes, length);
    }

    /** Sends a text frame over the push socket; returns whether there is one. True is no proof that it arrives. */
    public boolean say(String text) {
        Line open;
        synchronized (this) {
            open = line;
        }
        return open != null && open.say(text);
    }

    /** Says goodbye for at most a second and ends the threads; commands under way are interrupted. */
    @Override
    public void close() {
        Line open;
        synchronized (this) {
            open = line;
        }
        if (open != null) open.close();
    }
}
