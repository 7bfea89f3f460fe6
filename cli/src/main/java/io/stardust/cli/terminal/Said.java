package io.stardust.cli.terminal;

import io.avaje.jsonb.Json;

/** What was done, for programs. */
@Json
record Said(String message) {}
