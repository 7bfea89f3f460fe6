package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import io.stardust.protocol.registry.OfferedService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One placement as its node sees it (upstream DeployInfo, {@code GET /Deploy/GetAll}), and our additions, which old
 * agents skip.
 *
 * @param id The placement's id (upstream: deploy node id).
 * @param name The app's name.
 * @param version Of the release.
 * @param url Of the package; relative to the server or absolute.
 * @param hash MD5 of the package, hex in any case.
 * @param overwrite File patterns separated by {@code ;}; absent = none.
 * @param mode Package mode, see {@link PackageMode}; 0 = standard.
 * @param service What to run.
 * @param sha256 Ours: of the package, 64 lower-case hex; absent from other servers.
 * @param size Ours: bytes of the package; 0 = unknown.
 * @param releaseId Ours: 0 = none.
 * @param revision Ours: revision of this node's desired state at which this entry last changed.
 * @param desired Ours: {@code running}, {@code stopped} or {@code removed}; absent means by Service.Enable.
 * @param restarts Ours: how often people asked for a restart; an agent that started the app under a smaller number
 *     starts it anew.
 * @param rolloutId Ours: the act that chose this release; steps are reported under it; 0 = none.
 * @param manifest Ours: URL of the release's manifest (what the package consists of, by content); relative to the
 *     server or absolute; absent = fetch the package whole.
 * @param manifestSha256 Ours: of the manifest's bytes, 64 lower-case hex; absent without a manifest.
 * @param signature Ours: Ed25519 signature over the manifest's bytes, base64; absent = not signed.
 * @param signedBy Ours: id of the key that signed; absent = not signed.
 * @param reinstalls Ours: how often people asked for it to be installed again; an agent that installed the release
 *     under a smaller number does.
 * @param services Ours: what its process offers to others, registered for it by the agent while it is ready; absent =
 *     nothing.
 * @param config Ours: files that the server makes of its app's config, written by the agent before the start and when
 *     they change; absent = none.
 */
@Json(caseInsensitiveKeys = true)
public record DeployInfo(
        @Json.Property("Id") long id,
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Url") @Nullable String url,
        @Json.Property("Hash") @Nullable String hash,
        @Json.Property("Overwrite") @Nullable String overwrite,
        @Json.Property("Mode") int mode,
        @Json.Property("Service") @Nullable ServiceInfo service,
        @Json.Property("Sha256") @Nullable String sha256,
        @Json.Property("Size") long size,
        @Json.Property("ReleaseId") long releaseId,
        @Json.Property("Revision") long revision,
        @Json.Property("Desired") @Nullable String desired,
        @Json.Property("Restarts") long restarts,
        @Json.Property("RolloutId") long rolloutId,
        @Json.Property("Manifest") @Nullable String manifest,
        @Json.Property("ManifestSha256") @Nullable String manifestSha256,
        @Json.Property("Signature") @Nullable String signature,
        @Json.Property("SignedBy") @Nullable String signedBy,
        @Json.Property("Reinstalls") long reinstalls,
        @Json.Property("Services") @Nullable List<OfferedService> services,
        @Json.Property("Config") @Nullable ConfigFiles config) {
    public DeployInfo {
        services = services == null ? null : List.copyOf(services);
    }

    /** The same, with these files. */
    public DeployInfo with(@Nullable ConfigFiles files) {
        return new DeployInfo(
                id,
                name,
                version,
                url,
                hash,
                overwrite,
                mode,
                service,
                sha256,
                size,
                releaseId,
                revision,
                desired,
                restarts,
                rolloutId,
                manifest,
                manifestSha256,
                signature,
                signedBy,
                reinstalls,
                services,
                files);
    }

    /** The same, run like this. */
    public DeployInfo with(ServiceInfo how) {
        return new DeployInfo(
                id,
                name,
                version,
                url,
                hash,
                overwrite,
                mode,
                how,
                sha256,
                size,
                releaseId,
                revision,
                desired,
                restarts,
                rolloutId,
                manifest,
                manifestSha256,
                signature,
                signedBy,
                reinstalls,
                services,
                config);
    }
}
