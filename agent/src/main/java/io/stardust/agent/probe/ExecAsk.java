package io.stardust.agent.probe;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command that says yes by ending with 0. Its output is read on, so that it never waits; the last of it explains. */
final class ExecAsk implements Ask {
    private static final int TAIL = 300;
    private static final long PACE_MS = 25;

    private final Question.Exec question;
    private final Duration timeout;
    private final Surroundings surroundings;
    private final Process process;
    private final byte[] buffer = new byte[4096];
    private String tail = "";

    private ExecAsk(Question.Exec question, Duration timeout, Surroundings surroundings, Process process) {
        this.question = question;
        this.timeout = timeout;
        this.surroundings = surroundings;
        this.process = process;
    }

    /** Begins; {@code ended} is run when the command has ended. */
    static Ask begin(Question.Exec question, Duration timeout, Surroundings surroundings, Runnable ended) {
        try {
            ExecAsk ask = new ExecAsk(question, timeout, surroundings, surroundings.start(question.shown()));
            ask.process.getOutputStream().close();
            var _ = ask.process.onExit().thenRun(ended);
            return ask;
        } catch (IOException e) {
            return new SocketAsk.Settled(
                    Answer.no(Reason.of(Code.PROBE_FAILED, "probe", question.shown(), "error", e.getMessage())));
        }
    }

    @Override
    public @Nullable Answer look() {
        boolean alive = process.isAlive(); // before reading: what it printed last is there then
        drain();
        if (alive) return null;
        int code = process.exitValue();
        if (code == 0) return Answer.yes(Reason.of(Code.PROBE_YES, "probe", question.shown()));
        String line = tail.strip();
        line = line.substring(line.lastIndexOf('\n') + 1);
        if (line.isEmpty()) return Answer.no(Reason.of(Code.PROBE_EXITED, "probe", question.shown(), "code", code));
        return Answer.no(Reason.of(Code.PROBE_EXITED_SAYING, "probe", question.shown(), "code", code, "line", line));
    }

    private void drain() {
        InputStream out = process.getInputStream();
        try {
            for (int i = 0; i < 256 && out.available() > 0; i++) { // whoever prints without end is late in the end
                int count = out.read(buffer, 0, Math.min(buffer.length, out.available()));
                if (count <= 0) return;
                String all = tail + new String(buffer, 0, count, StandardCharsets.UTF_8);
                tail = all.substring(Math.max(0, all.length() - TAIL));
            }
        } catch (IOException e) {
            return; // it has ended: the exit code says enough
        }
    }

    @Override
    public Answer late() {
        return SocketAsk.noAnswer(question, timeout);
    }

    @Override
    public void end() {
        if (process.isAlive()) surroundings.kill(process);
    }

    @Override
    public long paceMs() {
        return PACE_MS;
    }
}
