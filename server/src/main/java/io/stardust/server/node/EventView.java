package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something an agent told, or that the server has understood of what it told.
 *
 * @param at epoch ms by the server's clock, as the agent reckons it
 * @param why {@code remark} by code, for readers of other languages; absent when there are words only
 */
@Json
public record EventView(
        long id,
        long at,
        String type,
        String name,
        String remark,
        @Nullable List<Why> why) {}
