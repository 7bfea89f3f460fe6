package io.stardust.client.link;

import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine. The enrolment token travels only while the node has no code.
 *
 * @param product Which program this is, e.g. {@code StarAgent}.
 * @param clientId {@code ip@pid}; asked at each login.
 * @param project Where to arrive; null for the default.
 * @param enrolToken Opens the door to an unknown node; null when a person shall approve it.
 */
public record NodeIdentity(
        String product,
        Supplier<String> clientId,
        @Nullable String project,
        @Nullable String enrolToken,
        Supplier<NodeInfo> facts,
        Metrics metrics)
        implements Identity {

    /** Measures the machine; parameters as in {@link Identity#ping}. */
    public interface Metrics {
        /** Returns a heartbeat. */
        PingInfo sample(long time, int delay);
    }

    @Override
    public String face() {
        return "Node";
    }

    @Override
    public Object login(@Nullable String code, @Nullable String proof) {
        String token = code == null ? enrolToken : null;
        return new LoginInfo(code, proof, product, clientId.get(), project, facts.get(), token);
    }

    @Override
    public Object ping(long time, int delay) {
        return metrics.sample(time, delay);
    }

    @Override
    public String toString() {
        return "NodeIdentity[" + product + "]";
    }
}
