package io.stardust.api.release;

import io.avaje.jsonb.Json;

/**
 * A key whose signatures a project trusts: the public half.
 *
 * @param keyId by which signatures name it
 * @param publicKey 32 bytes as base64
 */
@Json
public record SigningKeyView(
        long id, long projectId, String name, String keyId, String publicKey, String createdBy, long createdAt) {}
