package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ours: how far the packing of a folder is ({@code POST /Deploy/PackReport}). The text form hides the ticket.
 *
 * @param ticket Of the {@link PackOrder}.
 * @param files Packed so far.
 * @param bytes Of them.
 * @param totalBytes Of the folder.
 * @param leftOut What is not in the package, in words; absent = nothing.
 * @param failure Why there will be no package, in words; absent = it goes on.
 */
@Json(caseInsensitiveKeys = true)
public record PackReport(
        @Json.Property("Ticket") @Nullable String ticket,
        @Json.Property("Files") int files,
        @Json.Property("Bytes") long bytes,
        @Json.Property("TotalBytes") long totalBytes,
        @Json.Property("LeftOut") @Nullable List<String> leftOut,
        @Json.Property("Failure") @Nullable String failure) {
    public PackReport {
        leftOut = leftOut == null ? null : List.copyOf(leftOut);
    }

    @Override
    public String toString() {
        return "PackReport[files=" + files + ", bytes=" + bytes + ", failure=" + failure + "]";
    }
}
