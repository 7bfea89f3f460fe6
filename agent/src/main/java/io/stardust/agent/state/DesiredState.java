package io.stardust.agent.state;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What this node should run, as last pulled: lets apps start again without a server. Thread-safe. */
public final class DesiredState {
    private final StateFile file;
    private byte[] saved = new byte[0];

    /** Keeps {@code desired.json} in {@code folder}; touches nothing yet. */
    public DesiredState(Path folder) {
        this.file = new StateFile(folder.resolve("desired.json"));
    }

    /** Returns the saved list; empty when none was ever saved. */
    public List<DeployInfo> load() throws IOException {
        return file.read(json -> Json.WIRE.readList(json, DeployInfo.class)).orElse(List.of());
    }

    /** Saves the whole list; costs nothing when it is the one saved last. */
    public synchronized void save(List<DeployInfo> desired) throws IOException {
        byte[] json = Json.WIRE.listBytes(desired, DeployInfo.class);
        if (Arrays.equals(json, saved)) return;
        file.write(json);
        saved = json;
    }
}
