package io.stardust.api.reason;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a reason as people see it; what is behind it comes after it.
 *
 * @param code see {@link io.stardust.protocol.reason.Code}, or of an agent newer than this server
 * @param data its parameters; absent when it has none
 */
@Json
public record Why(String code, @Nullable Map<String, String> data) {}
