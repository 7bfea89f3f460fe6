package io.stardust.agent.command;

import io.stardust.agent.files.Trouble;
import io.stardust.client.link.Commands.Handler;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.node.EventModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders about the machine and the agent itself. Those that a setting of the agent does not allow are not known: the
 * server's word alone is not enough for them. Thread-safe; each is told before and after as an event.
 */
public final class NodeOrders {
    private static final Logger LOG = LoggerFactory.getLogger(NodeOrders.class);
    private static final List<String> REBOOT = List.of("systemctl", "reboot");
    private static final int REBOOT_S = 30;

    private final Life life;
    private final ClockOrder clockOrder;
    private final Allowed allowed;
    private final InstantSource clock;
    private final Consumer<EventModel> audit;

    /** The agent's own life. */
    public interface Life {
        /**
         * Ends this agent soon, to be started again with its apps alive.
         *
         * @throws IllegalArgumentException if nobody would start it again
         */
        void restart();

        /** Looks for a newer version now; returns words for people. */
        String upgrade() throws IOException, InterruptedException;

        /** Chooses which versions this node is to have, for good. */
        void channel(String name) throws IOException;
    }

    /**
     * What the agent's settings allow.
     *
     * @param reboot the machine
     * @param clock the machine's clock to be set
     */
    public record Allowed(boolean reboot, boolean clock) {}

    public NodeOrders(
            Life life, ClockOrder clockOrder, Allowed allowed, InstantSource clock, Consumer<EventModel> audit) {
        this.life = life;
        this.clockOrder = clockOrder;
        this.allowed = allowed;
        this.clock = clock;
        this.audit = audit;
    }

    @Nullable
    Handler find(String name) {
        return switch (name) {
            case "node/restart" -> command -> told(command, this::restart);
            case "node/reboot" -> allowed.reboot ? command -> told(command, NodeOrders::reboot) : null;
            case "node/upgrade" -> command -> told(command, () -> upgrade(command));
            case "node/setchannel" -> command -> told(command, () -> channel(command));
            case "node/synctime" -> allowed.clock ? command -> told(command, () -> clockOrder.run(command)) : null;
            default -> null;
        };
    }

    private interface Act {
        String run() throws IOException, InterruptedException;
    }

    private String told(CommandModel command, Act act) throws IOException, InterruptedException {
        tell(command, "begins");
        try {
            String words = act.run();
            tell(command, "done: " + words);
            return words;
        } catch (IOException e) {
            String words = Trouble.words(e);
            tell(command, "failed: " + words);
            throw new IOException(words, e);
        } catch (IllegalArgumentException e) {
            tell(command, "failed: " + e.getMessage());
            throw e;
        }
    }

    private void tell(CommandModel command, String words) {
        String remark = "command " + command.id() + " " + words;
        LOG.info("{} {}", command.command(), remark);
        audit.accept(new EventModel(clock.millis(), "info", String.valueOf(command.command()), remark));
    }

    private String restart() {
        life.restart();
        return "the agent restarts; its apps run on";
    }

    private static String reboot() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(REBOOT)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String said = new String(process.getInputStream().readNBytes(500), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(REBOOT_S, TimeUnit.SECONDS)) throw new IOException("systemctl reboot does not end");
        if (process.exitValue() != 0) throw new IOException("systemctl reboot: " + said);
        return "the machine restarts";
    }

    /** Upstream's argument is the channel to look in, once or for good; ours is for good. */
    private String upgrade(CommandModel command) throws IOException, InterruptedException {
        String channel = command.argument();
        if (channel != null && !channel.isBlank()) life.channel(Channels.of(channel));
        return life.upgrade();
    }

    private String channel(CommandModel command) throws IOException {
        String channel = Channels.of(command.argument());
        life.channel(channel);
        return channel;
    }
}
