package io.stardust.cli.sign;

import io.avaje.jsonb.Json;

/** A key pair that was just made: where it is, and its public half. */
@Json
record MadeKey(String file, String keyId, String publicKey) {}
