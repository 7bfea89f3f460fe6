package io.stardust.agent.supervise.process;

import io.stardust.agent.files.Trouble;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A user of this machine, as its tables have it, whatever is behind them. Immutable. */
record Account(String name, String group, String home, String shell) {
    private static final Path TABLE = Path.of("/etc/passwd");

    /**
     * Finds a user by name or number.
     *
     * @throws Launcher.Unstartable if there is none
     */
    static Account of(String user) throws Launcher.Unstartable, InterruptedException {
        @Nullable String line;
        try {
            line = asked(user);
        } catch (IOException e) {
            throw new Launcher.Unstartable(Trouble.reason(e).in(Code.USER_UNKNOWN, "user", user));
        }
        String[] fields = line == null ? new String[0] : line.split(":", -1);
        if (fields.length < 7) throw new Launcher.Unstartable(Reason.of(Code.NO_USER, "user", user));
        return new Account(
                fields[0],
                fields[3],
                fields[5].isEmpty() ? "/" : fields[5],
                fields[6].isEmpty() ? "/bin/sh" : fields[6]);
    }

    private static @Nullable String asked(String user) throws IOException, InterruptedException {
        Process getent;
        try {
            getent = new ProcessBuilder("getent", "passwd", "--", user)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return listed(user); // a small system that has none has that file alone, too
        }
        String said = new String(getent.getInputStream().readNBytes(4_000), StandardCharsets.UTF_8).strip();
        boolean known = getent.waitFor(10, TimeUnit.SECONDS) && getent.exitValue() == 0;
        return known ? said : null;
    }

    private static @Nullable String listed(String user) throws IOException {
        List<String> lines = Files.readAllLines(TABLE);
        for (String line : lines) if (line.startsWith(user + ":")) return line;
        return null;
    }

    /** What tells programs whose they are. */
    Map<String, String> environment() {
        return Map.of("HOME", home, "USER", name, "LOGNAME", name, "SHELL", shell);
    }
}
