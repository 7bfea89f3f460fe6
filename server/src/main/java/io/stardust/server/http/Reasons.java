package io.stardust.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stardust.api.reason.Why;
import io.stardust.protocol.Json;
import io.stardust.protocol.Json.BadJson;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.reason.ReasonPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How reasons are kept and shown: as a list of {@link Why}, what is behind each part after it. Pure functions. */
public final class Reasons {
    private Reasons() {}

    private static Why why(ReasonPart part) {
        return new Why(String.valueOf(part.code()), part.data());
    }

    /** The whole of {@code reason}; null when there is none. */
    public static @Nullable List<Why> of(@Nullable Reason reason) {
        return reason == null ? null : reason.parts().stream().map(Reasons::why).toList();
    }

    /** As it is kept. */
    public static String kept(Reason reason) {
        return new String(
                Json.PEOPLE.listBytes(reason.parts().stream().map(Reasons::why).toList(), Why.class), UTF_8);
    }

    /** What was kept, for people. */
    public static @Nullable List<Why> read(@Nullable String kept) {
        if (kept == null) return null;
        try {
            return Json.TOLERANT.readList(kept.getBytes(UTF_8), Why.class);
        } catch (BadJson e) {
            return null; // somebody else has written it: the words beside it count
        }
    }

    /** What was kept, to say more about it. */
    public static @Nullable Reason reason(@Nullable String kept) {
        @Nullable List<Why> parts = read(kept);
        return parts == null
                ? null
                : Reason.of(parts.stream()
                        .map(part -> new ReasonPart(part.code(), part.data()))
                        .toList());
    }
}
