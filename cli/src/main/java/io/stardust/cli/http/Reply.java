package io.stardust.cli.http;

import io.stardust.protocol.Json;
import java.net.URI;

/**
 * A successful answer. Its bytes are kept, so that {@code -o json} shows all that the server said, also what this
 * version does not know. Immutable.
 */
public final class Reply {
    private final URI server;
    private final byte[] body;

    /** {@code server}: who says so. */
    Reply(URI server, byte[] body) {
        this.server = server;
        this.body = body;
    }

    /** The answer as a record; unknown names are skipped. */
    public <T> T as(Class<T> type) {
        try {
            return Json.TOLERANT.read(body, type);
        } catch (Json.BadJson e) {
            throw new Failure(Exit.UNAVAILABLE, stranger(server, "its answer cannot be read"), e);
        }
    }

    /** Says that another server is at the URL. */
    static String stranger(URI server, String why) {
        return "%s is no Stardust server of a known version: %s (expected: the URL of a Stardust server); check --url, STARDUST_URL and the port"
                .formatted(server, why);
    }

    /** The answer as maps, lists and scalars; an empty one is an empty map. */
    Object any() {
        try {
            Object any = body.length == 0 ? null : Json.TOLERANT.readAny(body);
            return any == null ? java.util.Map.of() : any;
        } catch (Json.BadJson e) {
            throw new Failure(Exit.UNAVAILABLE, stranger(server, "its answer cannot be read"), e);
        }
    }

    /** The answer as indented JSON. */
    public String pretty() {
        return Json.TOLERANT.pretty(any());
    }
}
