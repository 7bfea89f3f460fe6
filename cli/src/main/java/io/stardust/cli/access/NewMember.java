package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** Who becomes a member, as what. */
@Json
record NewMember(String name, String role) {}
