package io.stardust.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Json;
import io.stardust.server.db.DbException;
import io.stardust.server.db.Outage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handler of the people face answers. Immutable.
 *
 * @param status the HTTP status
 * @param body a {@code @Json} record; null for none
 * @param location where a made thing is, relative to {@link Api#ROOT}; null for none
 * @param revision for the ETag; -1 for none
 * @param headers others, in order
 */
public record Answer(
        int status, @Nullable Object body, @Nullable String location, long revision, List<Header> headers) {
    private Answer(int status, @Nullable Object body, @Nullable String location, long revision) {
        this(status, body, location, revision, List.of());
    }

    /** Here it is. */
    public static Answer of(Object body) {
        return new Answer(200, body, null, -1);
    }

    /**
     * Here it is, with a secret within: never compressed, since the length would tell of the secret to who can put
     * words beside it.
     */
    public static Answer withSecret(Object body) {
        return new Answer(200, new Uncompressed(body), null, -1);
    }

    /** Here it is, with the revision that an edit must name. */
    public static Answer of(Object body, long revision) {
        return new Answer(200, body, null, revision);
    }

    /** Bytes that are not JSON. */
    public static Answer raw(String contentType, byte[] bytes) {
        return new Answer(200, new Raw(contentType, bytes), null, -1);
    }

    /** It was made, and is at {@code location}. */
    public static Answer created(String location, Object body) {
        return new Answer(201, body, location, -1);
    }

    /** Begun; {@code body} tells where to watch it. */
    public static Answer accepted(String location, Object body) {
        return new Answer(202, body, location, -1);
    }

    /** Done; nothing to say. */
    public static Answer none() {
        return new Answer(204, null, null, -1);
    }

    /**
     * Events, {@code text/event-stream} as browsers read it (WHATWG HTML, 9.2), written as they come into being, for as
     * long as that takes. No proxy should gather them.
     */
    public static Answer events(Content content) {
        return new Answer(200, new Streamed("text/event-stream", content), null, -1).with("X-Accel-Buffering", "no");
    }

    /** Look there instead; {@code url} may lead to another site. */
    public static Answer redirect(String url) {
        return new Answer(302, null, null, -1).with("Location", url);
    }

    /** What {@code content} writes, as a file to be saved; it is sent while it is written. */
    public static Answer file(String contentType, String name, Content content) {
        return new Answer(200, new Streamed(contentType, content), null, -1)
                .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    /** The same with one more header. */
    public Answer with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, body, location, revision, List.copyOf(more));
    }

    void send(ServerRequest request, ServerResponse response) {
        Errors.secure(response.status(status));
        for (Header header : headers) {
            response.headers().add(HeaderValues.create(HeaderNames.create(header.name()), header.value()));
        }
        if (location != null) response.header(HeaderNames.LOCATION, Api.ROOT + location);
        if (revision >= 0) response.header(HeaderNames.ETAG, "\"" + revision + "\"");
        switch (body) {
            case null -> response.send();
            case Raw(String type, byte[] bytes) ->
                response.header(HeaderNames.CONTENT_TYPE, type).send(bytes);
            case Streamed(String type, Content content) ->
                stream(response.header(HeaderNames.CONTENT_TYPE, type), content);
            case Uncompressed(Object json) ->
                response.header(HeaderNames.CONTENT_TYPE, "application/json").send(Json.PEOPLE.bytes(json));
            default -> json(request, response, Json.PEOPLE.bytes(body));
        }
    }

    private static void json(ServerRequest request, ServerResponse response, byte[] bytes) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json").header(HeaderNames.VARY, "Accept-Encoding");
        if (bytes.length < Gzip.WORTH || !Gzip.accepted(request)) {
            response.send(bytes);
        } else {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip").send(Gzip.of(bytes));
        }
    }

    /**
     * What fails half-way must not look like the end: the connection goes with it. A reader that has gone is no fault,
     * whether the socket says so or the web server in an exception of its own.
     */
    private static void stream(ServerResponse response, Content content) {
        try {
            OutputStream out = response.outputStream();
            content.write(out);
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the reader has gone", e);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (DbException e) {
            Outage.logged(e);
            throw new CloseConnectionException("the database is not available", e);
        } catch (RuntimeException e) {
            Errors.logged(e);
            throw new CloseConnectionException("an answer that could not be finished", e);
        }
    }

    /** Writes an answer piece by piece. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; flushes when something is to be seen at once. An exception breaks the answer off. */
        void write(OutputStream out) throws IOException;
    }

    /** One more header of an answer. */
    public record Header(String name, String value) {
        @Override
        public String toString() {
            return name; // the value may be a cookie
        }
    }

    /** See {@link #file}. */
    private record Streamed(String contentType, Content content) {}

    /** See {@link #withSecret}. */
    private record Uncompressed(Object json) {}

    /** See {@link #raw}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Raw(String contentType, byte[] bytes) {}
}
