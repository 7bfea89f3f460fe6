package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** An edit that locks or unlocks. */
@Json
record UserLock(boolean locked) {}
