package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of sessions. */
@Json
record SessionPage(List<SessionInfo> items) implements Page<SessionInfo> {}
