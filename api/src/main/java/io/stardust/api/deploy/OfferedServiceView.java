package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that the process of a deployment offers to other apps. Its agent registers it while the process is ready;
 * the app needs no SDK for that.
 *
 * @param name what consumers ask for
 * @param port absent: the deployment's port
 * @param scheme {@code http} when absent
 * @param tags words that consumers may demand; absent: none
 * @param health path, or {@code http(s)://} or {@code tcp://} URL, that the server asks; absent: none
 */
@Json
public record OfferedServiceView(
        @Nullable String name,
        @Nullable Integer port,
        @Nullable String scheme,
        @Nullable List<String> tags,
        @Nullable String health) {
    public OfferedServiceView {
        tags = tags == null ? null : List.copyOf(tags);
    }
}
