package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when publishing or rolling back. */
@Json
record NewRollout(
        @Nullable Long deploymentId,
        @Nullable Long releaseId,
        @Nullable List<Long> nodeIds) {}
