package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ManagedProcess.Exit;
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
        Wanted wanted, ManagedProcess ended, Exit exit, Duration uptime, long printed, int limitMb, boolean early) {
    private static final int SHOWN = 5;

    /** Kills what is left, and puts the whole into words. */
    String explained(Workshop shop, Mark.App app) {
        String line = lastLine(shop);
        String how = how(shop);
        String left = left(shop, app);
        String port = early ? shop.words().portTaken(wanted.service().port(), line, app) : "";
        StringBuilder words = new StringBuilder(how).append(left);
        if (!line.isEmpty()) words.append(": ").append(line);
        if (!port.isEmpty()) words.append("; ").append(port);
        return words.toString();
    }

    private String how(Workshop shop) {
        boolean killed = exit.code() == null || exit.code() == 137;
        if (limitMb <= 0 || !killed || !shop.cgroups().killedNow(wanted.name())) return Words.ended(exit, uptime);
        return "was killed by the kernel after " + Words.time(uptime) + ": it reached its memory limit of " + limitMb
                + " MB";
    }

    private String lastLine(Workshop shop) {
        try {
            return shop.outputs().of(wanted.name()).lastLine(printed);
        } catch (IOException e) {
            return "";
        }
    }

    /** What an app left running when it went away holds its port; its successor is in a session of its own. */
    private String left(Workshop shop, Mark.App app) {
        try {
            List<String> left = shop.sessions().sweep(ended, exit, app);
            if (left.isEmpty()) return "";
            String words = " and left " + processes(left) + " behind, ended now";
            boolean daemon = early && Integer.valueOf(0).equals(exit.code());
            return daemon ? words + " (expected: a program that stays in the foreground)" : words;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent ends
            return "";
        }
    }

    /** "process 17 (java)", "3 processes: 17 (java), …". */
    static String processes(List<String> some) {
        if (some.size() == 1) return "process " + some.getFirst();
        String more = some.size() > SHOWN ? " and " + (some.size() - SHOWN) + " more" : "";
        return some.size() + " processes (" + String.join(", ", some.subList(0, Math.min(SHOWN, some.size()))) + more
                + ")";
    }
}
