package io.stardust.api.policy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which commands a node may be given, as people say it for a scope; null: as for the wider one.
 *
 * @param shell whether {@code bash} and {@code cmd} may run shell text
 * @param commands names of the others, {@code deploy/*} for all that begin so
 */
@Json
public record CommandPolicy(
        @Nullable Boolean shell, @Nullable List<String> commands) {}
