package io.stardust.agent.command;

import io.stardust.agent.foreign.CFunction;
import io.stardust.protocol.command.CommandModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the machine's clock by the server's, when it is off by more than a second; smaller differences are the
 * network's. Thread-safe.
 */
public final class ClockOrder {
    private static final Logger LOG = LoggerFactory.getLogger(ClockOrder.class);
    private static final long TOLERATED_MS = 1_000;
    private static final int CLOCK_REALTIME = 0; // <time.h>

    private final InstantSource server;
    private final InstantSource machine;
    private final Setter setter;

    /** Sets the machine's clock. */
    @FunctionalInterface
    public interface Setter {
        /** Returns false when it may not. */
        boolean set(Instant time);
    }

    /** @param server now by the server's clock */
    public ClockOrder(InstantSource server, InstantSource machine, Setter setter) {
        this.server = server;
        this.machine = machine;
        this.setter = setter;
    }

    /** The C library's {@code clock_settime}; root alone may. */
    public static boolean set(Instant time) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timespec = arena.allocate(ValueLayout.JAVA_LONG, 2);
            timespec.setAtIndex(ValueLayout.JAVA_LONG, 0, time.getEpochSecond());
            timespec.setAtIndex(ValueLayout.JAVA_LONG, 1, time.getNano());
            return (int) CFunction.of("clock_settime").call(CLOCK_REALTIME, timespec.address(), 0) == 0;
        }
    }

    /** The order's argument is a date, or nothing for the server's time. */
    String run(CommandModel command) throws IOException {
        String date = command.argument();
        if (date == null || date.isBlank()) return correct(server.instant());
        try {
            return correct(Instant.parse(date.strip()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("date: '" + date + "' (expected: such as 2026-08-02T02:20:30Z)", e);
        }
    }

    /** Corrects the clock by the server's; returns words for people. */
    public String correct() throws IOException {
        return correct(server.instant());
    }

    private String correct(Instant wanted) throws IOException {
        long off = machine.millis() - wanted.toEpochMilli();
        if (Math.abs(off) <= TOLERATED_MS) return "the clock is right within " + TOLERATED_MS + " ms";
        if (!setter.set(wanted)) {
            throw new IOException(
                    "the clock is off by " + off + " ms and may not be set (expected: root, and the right to)");
        }
        LOG.info("the clock was off by {} ms and is set", off);
        return "the clock was off by " + off + " ms and is set";
    }
}
