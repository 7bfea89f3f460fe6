package io.stardust.cli.http;

import io.stardust.protocol.Json;
import java.nio.charset.StandardCharsets;

/**
 * A successful answer. Its bytes are kept, so that {@code -o json} shows all that the server said, also what this
 * version does not know. Immutable.
 */
public final class Reply {
    private final byte[] body;

    Reply(byte[] body) {
        this.body = body;
    }

    /** The answer as a record; unknown names are skipped. */
    public <T> T as(Class<T> type) {
        try {
            return Json.TOLERANT.read(body, type);
        } catch (Json.BadJson e) {
            String start = new String(body, 0, Math.min(body.length, 80), StandardCharsets.UTF_8);
            throw new Failure(
                    Exit.FAILED,
                    "the answer is not from a Stardust server of a known version (%s): %s"
                            .formatted(e.getMessage(), start.lines().findFirst().orElse("")),
                    e);
        }
    }

    /** The answer as maps, lists and scalars; an empty one is an empty map. */
    Object any() {
        Object any = body.length == 0 ? null : Json.TOLERANT.readAny(body);
        return any == null ? java.util.Map.of() : any;
    }

    /** The answer as indented JSON. */
    public String pretty() {
        return Json.TOLERANT.pretty(any());
    }
}
