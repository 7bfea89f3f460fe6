package io.stardust.server.access;

import io.avaje.jsonb.Json;

/** A sign-in with a password; its token is kept as a hash only, elsewhere. Times are epoch milliseconds. */
@Json
record Session(long id, long userId, String address, long createdAt, long expiresAt) {}
