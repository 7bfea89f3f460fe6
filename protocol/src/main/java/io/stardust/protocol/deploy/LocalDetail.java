package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ours: all that an agent's own file says of a service, arguments and variables included; told to whoever makes a
 * deployment of it, and nowhere else. The text form hides it.
 *
 * @param service As the file has it.
 * @param packaged True when it is made from a zip on that machine; its folder is not packed then, the zip is sent.
 * @param files That a package of it would hold; 0 when nobody asked.
 * @param bytes Of them.
 * @param leftOut What a package would not hold, in words; absent = nothing.
 * @param problem Why it cannot be packed, in words; absent = it can, or nobody asked.
 */
@Json(caseInsensitiveKeys = true)
public record LocalDetail(
        @Json.Property("Service") @Nullable ServiceInfo service,
        @Json.Property("Packaged") boolean packaged,
        @Json.Property("Files") int files,
        @Json.Property("Bytes") long bytes,
        @Json.Property("LeftOut") @Nullable List<String> leftOut,
        @Json.Property("Problem") @Nullable String problem) {
    public LocalDetail {
        leftOut = leftOut == null ? null : List.copyOf(leftOut);
    }

    @Override
    public String toString() {
        return "LocalDetail[files=" + files + ", bytes=" + bytes + ", problem=" + problem + "]";
    }
}
