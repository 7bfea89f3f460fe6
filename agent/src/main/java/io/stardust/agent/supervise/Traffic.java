package io.stardust.agent.supervise;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears when others may call the process of a placement, and when no more. An app that this machine's own file names is
 * none. {@code run} names one start of the process; null when an agent before runs had names started it.
 */
public interface Traffic {
    /** Nobody is told. */
    Traffic NONE = new Traffic() {
        @Override
        public void up(DeployInfo placement, @Nullable String run) {}

        @Override
        public void down(DeployInfo placement, @Nullable String run) {}

        @Override
        public Left leaving(DeployInfo placement, @Nullable String run, Stop stop) {
            return Left.CLEAN;
        }

        @Override
        public void ended(DeployInfo placement, @Nullable String run) {}
    };

    /**
     * A stop that is to come.
     *
     * @param well false: nobody should wait for calls to such a process
     * @param patience how long it may take, once it begins
     * @param ended whether the process has ended by itself meanwhile
     * @param led hears how long it may take at most, once calls are led away
     * @param next the run that takes its place and is ready already; null: none is
     */
    record Stop(
            boolean well,
            Duration patience,
            BooleanSupplier ended,
            Consumer<Duration> led,
            @Nullable String next) {}

    /**
     * Who may still call a process that is stopped.
     *
     * @param silent some of those who did not acknowledge that it leaves
     * @param waiting how many they are
     * @param calls how many calls were under way
     */
    record Left(List<String> silent, int waiting, int calls) {
        /** Nobody. */
        public static final Left CLEAN = new Left(List.of(), 0, 0);

        private static final int SHOWN = 5;

        public Left {
            silent = List.copyOf(silent);
        }

        /** {@code why}, with who is left. */
        Reason in(Reason why) {
            Reason told = waiting == 0 ? why : why.in(Code.NOT_ACKNOWLEDGED, "who", who());
            return calls == 0 ? told : told.in(Code.CALLS_UNDER_WAY, "calls", calls);
        }

        private String who() {
            List<String> lines = new ArrayList<>(silent.subList(0, Math.min(SHOWN, silent.size())));
            if (waiting > lines.size()) lines.add("+" + (waiting - lines.size()));
            return String.join("\n", lines);
        }
    }

    /** The process is ready, or what it offers may be otherwise now. Returns at once. */
    void up(DeployInfo placement, @Nullable String run);

    /** It runs, but is not ready any more. Returns at once. */
    void down(DeployInfo placement, @Nullable String run);

    /**
     * It is about to be stopped: returns when nobody calls it any more, or the time for that is over. One that is not
     * well is waited for a short while only.
     */
    Left leaving(DeployInfo placement, @Nullable String run, Stop stop) throws InterruptedException;

    /** It has ended, by itself or not. Returns at once. */
    void ended(DeployInfo placement, @Nullable String run);
}
