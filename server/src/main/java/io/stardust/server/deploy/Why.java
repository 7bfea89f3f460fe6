package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.protocol.Json.BadJson;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.reason.ReasonPart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a reason as people see it and as it is kept; what is behind it comes after it.
 *
 * @param code see {@link io.stardust.protocol.reason.Code}, or of an agent newer than this server
 * @param data its parameters; absent when it has none
 */
@Json
public record Why(String code, @Nullable Map<String, String> data) {
    private static Why of(ReasonPart part) {
        return new Why(String.valueOf(part.code()), part.data());
    }

    /** The whole of {@code reason}; null when there is none. */
    public static @Nullable List<Why> of(@Nullable Reason reason) {
        return reason == null ? null : reason.parts().stream().map(Why::of).toList();
    }

    /** As it is kept. */
    public static String kept(Reason reason) {
        return new String(
                io.stardust.protocol.Json.PEOPLE.listBytes(
                        reason.parts().stream().map(Why::of).toList(), Why.class),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    /** What was kept, for people. */
    public static @Nullable List<Why> read(@Nullable String kept) {
        if (kept == null) return null;
        try {
            return io.stardust.protocol.Json.TOLERANT.readList(
                    kept.getBytes(java.nio.charset.StandardCharsets.UTF_8), Why.class);
        } catch (BadJson e) {
            return null; // somebody else has written it: the words beside it count
        }
    }

    /** What was kept, to say more about it. */
    static @Nullable Reason reason(@Nullable String kept) {
        @Nullable List<Why> parts = read(kept);
        return parts == null
                ? null
                : Reason.of(parts.stream()
                        .map(part -> new ReasonPart(part.code(), part.data()))
                        .toList());
    }
}
