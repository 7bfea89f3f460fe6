package io.stardust.agent.supervise;

import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.ManagedProcess.Exit;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.agent.supervise.process.Words;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What is found out and cleaned up after a process has ended by itself: how it ended, its last words, what it left
 * behind. On a hand; the successor may run already.
 *
 * @param printed Bytes in its log when it ended: what follows is its successor's.
 * @param limitMb Of its memory; 0 = none.
 * @param early It ended before it was up.
 */
record Aftermath(
        DesiredApp wanted, ManagedProcess ended, Exit exit, Duration uptime, long printed, int limitMb, boolean early) {
    private static final int SHOWN = 5;

    /** Kills what is left, and puts the whole into words. */
    Reason explained(SupervisorContext shop, Mark.App app) {
        String line = lastLine(shop);
        Reason told = left(how(shop), shop, app);
        if (!line.isEmpty()) told = told.in(Code.LAST_LINE, "line", line);
        return early ? shop.words().portTaken(told, wanted.service().port(), line, app) : told;
    }

    private Reason how(SupervisorContext shop) {
        boolean killed = exit.code() == null || exit.code() == 137;
        if (limitMb <= 0 || !killed || !shop.cgroups().killedNow(wanted.name())) return Words.ended(exit, uptime);
        return Reason.of(Code.MEMORY_KILLED, "lived", uptime.toMillis(), "limit", limitMb);
    }

    private String lastLine(SupervisorContext shop) {
        try {
            return shop.outputs().of(wanted.name()).lastLine(printed);
        } catch (IOException e) {
            return "";
        }
    }

    /** What an app left running when it went away holds its port; its successor is in a session of its own. */
    private Reason left(Reason how, SupervisorContext shop, Mark.App app) {
        try {
            List<String> left = shop.sessions().sweep(ended, exit, app);
            if (left.isEmpty()) return how;
            boolean daemon = early && Integer.valueOf(0).equals(exit.code());
            return how.in(daemon ? Code.DAEMON : Code.LEFT_BEHIND, "left", processes(left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent ends
            return how;
        }
    }

    /** As the parameter of a reason. */
    static String processes(List<String> some) {
        return Reason.some(some, SHOWN);
    }
}
