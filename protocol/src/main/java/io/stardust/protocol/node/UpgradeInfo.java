package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code /Node/Upgrade}: a version of the agent to move to; the answer is null when there is none
 * (upstream UpgradeInfo).
 *
 * @param version e.g. {@code 4.0.1}; never the one that asks.
 * @param source URL of the package; absolute, since old clients do not complete it.
 * @param fileHash MD5 hex of the package, upper case.
 * @param fileSize Bytes.
 * @param preinstall Command to run in the unpacked folder before, or null.
 * @param executor Command to run after, or null.
 * @param force True: restart at once.
 * @param description For people, or null.
 * @param sha256 Ours: SHA-256 hex of the package, lower case; null in packages that are not for our agent, which takes
 *     no other.
 */
@Json(caseInsensitiveKeys = true)
public record UpgradeInfo(
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Source") @Nullable String source,
        @Json.Property("FileHash") @Nullable String fileHash,
        @Json.Property("FileSize") long fileSize,
        @Json.Property("Preinstall") @Nullable String preinstall,
        @Json.Property("Executor") @Nullable String executor,
        @Json.Property("Force") boolean force,
        @Json.Property("Description") @Nullable String description,
        @Json.Property("Sha256") @Nullable String sha256) {}
