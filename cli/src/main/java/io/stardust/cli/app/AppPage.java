package io.stardust.cli.app;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of apps. */
@Json
public record AppPage(List<App> items) implements Page<App> {}
