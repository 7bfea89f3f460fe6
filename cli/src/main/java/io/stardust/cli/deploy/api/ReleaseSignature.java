package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;

/** Says who signed a release. */
@Json
public record ReleaseSignature(String signature, String keyId) {}
