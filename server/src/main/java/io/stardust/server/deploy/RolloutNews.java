package io.stardust.server.deploy;

import io.avaje.jsonb.Json;

/** A rollout at a glance, for those who watch. {@code status} is as in {@link RolloutView}. */
@Json
public record RolloutNews(long id, long deploymentId, long projectId, String status) {}
