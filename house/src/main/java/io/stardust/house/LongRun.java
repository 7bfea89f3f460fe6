package io.stardust.house;

import java.time.Duration;
import java.util.Iterator;

/** How long tests that repeat themselves go on: briefly in each build, long under {@code ./stardust check --all}. */
public final class LongRun {
    private LongRun() {}

    /**
     * Numbers from 0 up: {@code usual} of them, or with {@code -Dstardust.fuzz.seconds} as many as are asked for within
     * that time, and at least {@code usual}. What is random is to be seeded by them, so that a failure can be repeated.
     */
    public static Iterable<Integer> rounds(int usual) {
        long until = System.nanoTime()
                + Duration.ofSeconds(Integer.getInteger("stardust.fuzz.seconds", 0))
                        .toNanos();
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < usual || System.nanoTime() < until;
            }

            @Override
            public Integer next() {
                return next++;
            }
        };
    }

    /** How often a test kills: {@code usual}, or {@code -Dstardust.kills}. */
    public static int kills(int usual) {
        return Integer.getInteger("stardust.kills", usual);
    }
}
