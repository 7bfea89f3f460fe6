package io.stardust.server.config;

import io.stardust.server.instance.Instance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A placement that has a gray release. Immutable. Its processes are told apart by the version that they say they are
 * of, so that none gets the config of the other release while one takes the place of the other.
 *
 * @param service under which name the agent of the node runs it
 * @param node name of the node
 * @param oldVersion of what ran there before, which does not get it; null: unknown, or the same as the new one
 * @param newVersion of what runs there then; null likewise
 * @param leaving whether it goes back: only what says that it is of the new version has it still
 */
record Taker(
        long placementId,
        String service,
        long nodeId,
        String node,
        @Nullable String oldVersion,
        @Nullable String newVersion,
        boolean leaving) {
    /** @param before null: nothing is known to run there */
    static Taker joining(
            long placementId, String service, long nodeId, String node, @Nullable String before, String after) {
        boolean same = after.equals(before);
        return new Taker(placementId, service, nodeId, node, same ? null : before, same ? null : after, false);
    }

    /** The same, going back. */
    Taker going() {
        return new Taker(placementId, service, nodeId, node, oldVersion, newVersion, true);
    }

    /** As people call its process. */
    String name() {
        return service + "@" + node;
    }

    boolean takes(Instance who) {
        if (!isOf(who, service, nodeId)) return false;
        return leaving
                ? newVersion != null && newVersion.equals(who.version())
                : oldVersion == null || !oldVersion.equals(who.version());
    }

    /** Whether {@code who} is a process of the placement, as far as it says; of an address the node alone is known. */
    static boolean isOf(Instance who, String service, long nodeId) {
        if (!Objects.equals(who.nodeId(), nodeId)) return false;
        String first = first(who);
        return first.equals(service) || isAddress(first);
    }

    /** What stands before the {@code @} of a client. */
    static String first(Instance who) {
        int at = who.client().indexOf('@');
        return at < 0 ? who.client() : who.client().substring(0, at);
    }

    /** Of {@code ip@pid} the first part says nothing that the node does not say. */
    static boolean isAddress(String first) {
        return first.chars().allMatch(each -> Character.digit(each, 16) >= 0 || each == '.' || each == ':');
    }
}
