package io.stardust.cli.sign;

import io.avaje.jsonb.Json;

/** A key to be trusted: the public half. */
@Json
record NewKey(String name, String publicKey) {}
