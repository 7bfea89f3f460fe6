package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** As what somebody is a member. */
@Json
record MemberRole(String role) {}
