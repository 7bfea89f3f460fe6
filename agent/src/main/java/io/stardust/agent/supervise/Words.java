package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ManagedProcess.Exit;
import java.time.Duration;
import java.util.Locale;

/** Explains ends of processes to people. Thread-safe. */
final class Words {
    private final Ports ports;

    Words(Ports ports) {
        this.ports = ports;
    }

    /** "exited with code 3 after 0.1 s". */
    static String ended(Exit exit, Duration uptime) {
        Integer code = exit.code();
        String how;
        if (code == null) how = "ended, its exit code is not known,";
        else if (code > 128 && code <= 128 + 64) how = "was ended by signal " + signal(code - 128);
        else how = "exited with code " + code;
        return how + " after " + time(uptime);
    }

    private static String signal(int number) {
        return switch (number) {
            case 6 -> "6 (SIGABRT)";
            case 9 -> "9 (SIGKILL: kill -9, or the machine ran out of memory)";
            case 11 -> "11 (SIGSEGV)";
            case 15 -> "15 (SIGTERM)";
            default -> Integer.toString(number);
        };
    }

    static String time(Duration time) {
        if (time.toSeconds() >= 60) return time.toSeconds() + " s";
        return time.toSeconds() + "." + time.toMillisPart() / 100 + " s";
    }

    /** Says that the app's port is somebody else's, when it is; empty otherwise. {@code output}: its last words. */
    String portTaken(int port, String output, Mark.App app) {
        String holder = ports.holder(port, null, app);
        if (holder != null) return "port %d is taken by %s".formatted(port, holder);
        boolean said = output.toLowerCase(Locale.ROOT).contains("address already in use");
        return said ? "a port it wants is taken" : "";
    }
}
