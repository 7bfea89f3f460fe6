package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of steps. */
@Json
public record StepPage(List<Step> items) implements Page<Step> {}
