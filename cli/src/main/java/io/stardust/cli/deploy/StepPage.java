package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of steps. */
@Json
record StepPage(List<Step> items) implements Page<Step> {}
