package io.stardust.server.node;

import io.avaje.jsonb.Json;

/** Something an agent told. {@code at} is epoch ms by the server's clock, as the agent reckons it. */
@Json
public record EventView(long id, long at, String type, String name, String remark) {}
