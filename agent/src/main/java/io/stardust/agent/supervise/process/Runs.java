package io.stardust.agent.supervise.process;

import io.stardust.protocol.Hashes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Names every start of an app, so that what it leaves behind is told from what runs now. Thread-safe. */
public final class Runs {
    private static final int OWNER_DIGITS = 8;

    private final String owner;
    private final String machineLife;
    private final String life = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX); // this agent's
    private final AtomicLong count = new AtomicLong();

    /** @param data The agent's data directory: two agents on one machine are two owners. */
    public Runs(Path data, ProcTable table) {
        this.owner = owner(data);
        this.machineLife = table.bootId();
    }

    /** Names a data directory in the marks of what was started from it. */
    public static String owner(Path data) {
        return Hashes.sha256Hex(data.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, OWNER_DIGITS);
    }

    public String owner() {
        return owner;
    }

    /** See {@link ProcTable#bootId}. */
    public String machineLife() {
        return machineLife;
    }

    /** Another one each time. */
    public String next() {
        return owner + "-" + life + "-" + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }
}
