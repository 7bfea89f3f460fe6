package io.stardust.agent.supervise.process;

import io.stardust.agent.supervise.process.ManagedProcess.Exit;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import java.util.Locale;

/** Explains ends of processes to people. Thread-safe. */
public final class Words {
    private final Ports ports;

    public Words(Ports ports) {
        this.ports = ports;
    }

    /** "exited with code 3 after 0.1 s". */
    public static Reason ended(Exit exit, Duration uptime) {
        Integer code = exit.code();
        long lived = uptime.toMillis();
        if (code == null) return Reason.of(Code.ENDED_UNKNOWN, "lived", lived);
        if (code == 128 + 9) return Reason.of(Code.KILLED, "lived", lived);
        if (code > 128 && code <= 128 + 64) {
            return Reason.of(Code.SIGNALLED, "signal", signal(code - 128), "lived", lived);
        }
        return Reason.of(Code.EXITED, "code", code, "lived", lived);
    }

    private static String signal(int number) {
        return switch (number) {
            case 6 -> "6 (SIGABRT)";
            case 11 -> "11 (SIGSEGV)";
            case 15 -> "15 (SIGTERM)";
            default -> Integer.toString(number);
        };
    }

    /** Adds that the app's port is somebody else's, when it is. {@code output}: its last words. */
    public Reason portTaken(Reason ended, int port, String output, Mark.App app) {
        String holder = ports.holder(port, null, app);
        if (holder != null) return ended.in(Code.AND_PORT_TAKEN, "port", port, "holder", holder);
        boolean said = output.toLowerCase(Locale.ROOT).contains("address already in use");
        return said ? ended.in(Code.AND_SOME_PORT_TAKEN) : ended;
    }
}
