package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of users. */
@Json
record UserPage(List<UserDetail> items) implements Page<UserDetail> {}
