package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of releases. */
@Json
public record ReleasePage(List<Release> items) implements Page<Release> {}
