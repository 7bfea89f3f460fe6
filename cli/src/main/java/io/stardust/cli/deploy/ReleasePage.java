package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of releases. */
@Json
record ReleasePage(List<Release> items) implements Page<Release> {}
