package io.stardust.api.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** All about one node. {@code info} is of its last login, {@code latest} of its last heartbeat; null before them. */
@Json
public record NodeDetail(
        NodeView node, @Nullable MachineView info, @Nullable MetricsView latest) {}
