package io.stardust.agent;

import io.stardust.agent.command.Channels;
import io.stardust.agent.state.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channel of versions this node follows: chosen from afar, else as the settings say. Thread-safe. */
final class ChosenChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ChosenChannel.class);

    private final StateFile file;
    private final String standard;
    private @Nullable String chosen;

    ChosenChannel(Path state, String standard) {
        this.file = new StateFile(state.resolve("channel"));
        this.standard = standard;
    }

    synchronized String name() {
        if (chosen == null) chosen = read();
        return chosen;
    }

    private String read() {
        try {
            return file.read(ChosenChannel::decoded)
                    .filter(Channels.ALL::contains)
                    .orElse(standard);
        } catch (IOException e) {
            LOG.warn("the chosen channel cannot be read, {} it is: {}", standard, e.getMessage());
            return standard;
        }
    }

    private static String decoded(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** When this returns the choice outlives us. */
    synchronized void choose(String name) throws IOException {
        file.write(name.getBytes(StandardCharsets.UTF_8));
        chosen = name;
    }
}
