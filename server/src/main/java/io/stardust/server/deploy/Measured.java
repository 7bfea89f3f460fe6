package io.stardust.server.deploy;

import io.stardust.protocol.node.AppUse;
import org.jspecify.annotations.Nullable;

/** Tells what the process of a placement uses now. */
@FunctionalInterface
public interface Measured {
    /** Null when that is not known. */
    @Nullable
    AppUse use(long nodeId, long placementId);
}
