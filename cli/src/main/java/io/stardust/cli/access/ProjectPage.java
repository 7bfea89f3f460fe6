package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of projects. */
@Json
public record ProjectPage(List<Project> items) implements Page<Project> {}
