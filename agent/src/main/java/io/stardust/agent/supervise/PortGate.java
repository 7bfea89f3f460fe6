package io.stardust.agent.supervise;

import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.agent.supervise.process.Ports;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the port of an app is held by the app itself, looked for until it is: who else answers there proves nothing.
 * Runs on the supervisor's thread of decisions; looks on a hand.
 */
final class PortGate {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

    private final SupervisorContext shop;
    private final Supplier<Mark.App> app;
    private Serial.@Nullable Later next;
    private @Nullable Round round;

    PortGate(SupervisorContext shop, Supplier<Mark.App> app) {
        this.shop = shop;
        this.app = app;
    }

    /** Hears what is found; on the thread of decisions. */
    interface Heard {
        /** The app's process, or what it has started, listens there; nothing more is looked for. */
        void own();

        /** Nobody does, or it is not known for long enough who does. */
        void notYet(Reason why);

        /** Somebody else does. */
        void stranger(Reason why);

        /** Somebody else does for so long that the app has failed to start. */
        void failed(Reason why);
    }

    void begin(ManagedProcess process, DesiredApp wanted, Heard heard) {
        end();
        Round mine = new Round(process, wanted, heard);
        round = mine;
        mine.look();
    }

    void end() {
        if (next != null) next.cancel();
        next = null;
        round = null;
    }

    private final class Round {
        private final ManagedProcess process;
        private final int port;
        private final Heard heard;
        private Duration pause = FIRST_PAUSE;
        private @Nullable Reason told;
        private long strangerSince;
        private boolean failed;

        Round(ManagedProcess process, DesiredApp wanted, Heard heard) {
            this.process = process;
            this.port = wanted.service().port();
            this.heard = heard;
        }

        private void look() {
            Mark.App now = app.get();
            shop.hands().execute(() -> {
                Ports.Held held = shop.ports().look(process, now, port);
                shop.decisions().execute(() -> found(held));
            });
        }

        private void found(Ports.Held held) {
            if (!this.equals(round)) return; // of a process before this one
            if (held.by() == Ports.Holder.ITSELF) {
                end();
                heard.own();
                return;
            }
            if (held.by() == Ports.Holder.STRANGER) stranger(held);
            else nobody();
            next = shop.decisions().after(pause, this::look);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LAST_PAUSE) < 0 ? longer : LAST_PAUSE;
        }

        private void nobody() {
            strangerSince = 0;
            if (pause.compareTo(LAST_PAUSE) < 0) return; // most apps listen within the first second
            Reason why = Reason.of(Code.PORT_SILENT, "port", port);
            if (!why.equals(told)) heard.notYet(why);
            told = why;
        }

        private void stranger(Ports.Held by) {
            Code code = by.before() ? Code.PORT_HELD_BEFORE : Code.PORT_HELD;
            Reason why = Reason.of(code, "port", port, "holder", by.stranger());
            long now = System.nanoTime();
            if (strangerSince == 0) strangerSince = now;
            if (!why.equals(told)) heard.stranger(why);
            told = why;
            boolean stays = now - strangerSince >= shop.settings().startWait().toNanos();
            if (stays && !failed) {
                failed = true;
                heard.failed(why);
            }
        }
    }
}
