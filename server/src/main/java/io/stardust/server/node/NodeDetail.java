package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.server.node.view.MachineView;
import io.stardust.server.node.view.NodeView;
import org.jspecify.annotations.Nullable;

/** All about one node. {@code info} is of its last login, {@code latest} of its last heartbeat; null before them. */
@Json
public record NodeDetail(
        NodeView node, @Nullable MachineView info, @Nullable MetricsView latest) {}
