package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;

/** Says who signed a release. */
@Json
record ReleaseSignature(String signature, String keyId) {}
