package io.stardust.agent.probe;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One question put again and again, until it is stopped. But for {@link #stop}, used by the prober's thread. */
public final class Probing {
    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
    private static final Duration EAGER = Duration.ofMillis(100);

    private final Prober prober;
    private final Question question;
    private final Rhythm rhythm;
    private final Surroundings surroundings;
    private final Heard heard;
    private final Streak streak;
    private final @Nullable InetAddress address; // null: somebody must be asked
    private @Nullable Ask ask;
    private long due;
    private long deadline;
    private Duration pause;
    private volatile boolean stopped;

    Probing(Prober prober, Question question, Rhythm rhythm, Surroundings surroundings, Heard heard) {
        this.prober = prober;
        this.question = question;
        this.rhythm = rhythm;
        this.surroundings = surroundings;
        this.heard = heard;
        this.streak = new Streak(rhythm.failures());
        this.address = address(question);
        this.due = System.nanoTime() + rhythm.delay().toNanos();
        this.pause = rhythm.eager() && EAGER.compareTo(rhythm.period()) < 0 ? EAGER : rhythm.period();
    }

    private static @Nullable InetAddress address(Question question) {
        String host = question.tls() ? "" : question.host();
        if (host.equalsIgnoreCase("localhost")) host = "127.0.0.1";
        try {
            return host.isEmpty() ? null : InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null; // a name
        }
    }

    /** Asks nothing any more, and what is on its way is not heard. From any thread. */
    public void stop() {
        stopped = true;
        prober.wake();
    }

    boolean stopped() {
        return stopped;
    }

    /** Goes on; returns after how many ns it wants to be looked at again. */
    long step(long now) {
        Ask current = ask;
        if (current == null) {
            if (now - due < 0) return due - now;
            current = begin();
            ask = current;
            deadline = now + rhythm.timeout().toNanos();
        }
        Answer answer = current.look();
        if (answer == null && now - deadline >= 0) answer = current.late();
        if (answer == null) {
            long pace = current.paceMs() * 1_000_000;
            return pace > 0 ? Math.min(pace, deadline - now) : deadline - now;
        }
        end();
        tell(answer);
        due = now + (answer.yes() ? rhythm.settled() : pause).toNanos();
        pause = pause.multipliedBy(2).compareTo(rhythm.period()) < 0 && !answer.yes()
                ? pause.multipliedBy(2)
                : rhythm.period();
        return due - now;
    }

    private Ask begin() {
        Duration timeout = rhythm.timeout();
        if (question instanceof Question.Exec exec) {
            return ExecAsk.begin(exec, timeout, surroundings, prober::wake);
        }
        if (address != null) return SocketAsk.begin(question, address, timeout, prober.selector());
        ThreadAsk waiting = new ThreadAsk(question, timeout);
        prober.inThread(() -> waiting.run(prober::wake));
        return waiting;
    }

    private void tell(Answer answer) {
        if (stopped) return;
        try {
            switch (streak.heard(answer)) {
                case WELL -> heard.well();
                case UNWELL -> heard.unwell(streak.why());
                case NOTHING -> {}
            }
        } catch (RuntimeException e) { // the border of the prober's loop: the others go on
            LOG.error("{}: what was heard could not be told", question.shown(), e);
        }
    }

    /** Gives back what the question on its way holds. */
    void end() {
        Ask current = ask;
        ask = null;
        if (current != null) current.end();
    }
}
