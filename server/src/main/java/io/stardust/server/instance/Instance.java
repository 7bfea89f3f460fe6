package io.stardust.server.instance;

import org.jspecify.annotations.Nullable;

/**
 * One running process of an app, as it logged in. Immutable.
 *
 * @param client {@code ip@pid}, or {@code service@node}; unique within the app
 * @param ip its addresses, commas between them; null when it told none
 * @param address where its login came from
 * @param version of the app; null when it told none
 * @param scope environment label; null: none
 * @param zone where it runs; null: unknown
 * @param nodeId the machine; null: unknown
 * @param node name of the machine; null: unknown
 * @param run the value of {@code STARDUST_RUN} that our agent started it with; null: another started it
 * @param sdk true when it understands what our SDK does
 */
public record Instance(
        long appId,
        String app,
        long projectId,
        String client,
        @Nullable String ip,
        String address,
        @Nullable String version,
        @Nullable String scope,
        @Nullable String zone,
        @Nullable Long nodeId,
        @Nullable String node,
        @Nullable String run,
        boolean sdk) {
    /** By what its push channel is known: {@code app@client}, as in upstream's {@code /App/SendCommand}. */
    public String key() {
        return app + "@" + client;
    }
}
