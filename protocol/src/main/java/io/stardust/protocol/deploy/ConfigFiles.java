package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that the server makes of an app's config for one placement (ours).
 *
 * @param onChange What happens to a process that runs when they change: {@code restart}, {@code reload} or
 *     {@code none}; absent, or another word, means restart.
 * @param files In the order of the deployment.
 */
@Json(caseInsensitiveKeys = true)
public record ConfigFiles(
        @Json.Property("OnChange") @Nullable String onChange,
        @Json.Property("Files") @Nullable List<ConfigFile> files) {
    /** The most that a placement has. */
    public static final int MOST = 20;
    /** The largest of them, bytes. */
    public static final int SIZE = 1 << 20;

    public ConfigFiles {
        files = files == null ? List.of() : List.copyOf(files);
    }

    /** The files; none when the server named none. */
    @Override
    public List<ConfigFile> files() {
        return files == null ? List.of() : files;
    }
}
