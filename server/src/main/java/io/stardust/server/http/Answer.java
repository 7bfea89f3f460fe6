package io.stardust.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a handler of the people face answers. Immutable.
 *
 * @param status the HTTP status
 * @param body a {@code @Json} record; null for none
 * @param location where a made thing is, relative to {@link Api#ROOT}; null for none
 * @param revision for the ETag; -1 for none
 */
public record Answer(
        int status, @Nullable Object body, @Nullable String location, long revision) {
    /** Here it is. */
    public static Answer of(Object body) {
        return new Answer(200, body, null, -1);
    }

    /** Here it is, with the revision that an edit must name. */
    public static Answer of(Object body, long revision) {
        return new Answer(200, body, null, revision);
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

    void send(ServerResponse response) {
        response.status(status).header(HeaderNames.CACHE_CONTROL, "no-store");
        if (location != null) response.header(HeaderNames.LOCATION, Api.ROOT + location);
        if (revision >= 0) response.header(HeaderNames.ETAG, "\"" + revision + "\"");
        if (body == null) {
            response.send();
        } else {
            response.header(HeaderNames.CONTENT_TYPE, "application/json").send(Json.PEOPLE.bytes(body));
        }
    }
}
