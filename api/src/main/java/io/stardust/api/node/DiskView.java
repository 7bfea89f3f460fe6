package io.stardust.api.node;

import io.avaje.jsonb.Json;

/** A disk of a node; sizes are bytes. */
@Json
public record DiskView(String mount, String type, long total, long free) {}
