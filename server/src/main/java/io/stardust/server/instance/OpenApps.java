package io.stardust.server.instance;

import java.util.Set;

/**
 * The programs of upstream that log in as an app of their own name with no secret, on each machine anew. They are let
 * in whatever they bring, and have no rights: what counts is to ask here before it gives any.
 */
public final class OpenApps {
    private static final Set<String> NAMES = Set.of("StarAgent", "StarDeploy", "StarGateway", "StarWeb");

    private OpenApps() {}

    /** True when the app of that name is open to everybody. */
    public static boolean has(String app) {
        return NAMES.contains(app);
    }
}
