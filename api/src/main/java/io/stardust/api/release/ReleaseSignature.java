package io.stardust.api.release;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Says who signed a release.
 *
 * @param signature Ed25519 over the text of the release's manifest, base64
 * @param keyId of a key that its project trusts
 */
@Json
public record ReleaseSignature(
        @Nullable String signature, @Nullable String keyId) {}
