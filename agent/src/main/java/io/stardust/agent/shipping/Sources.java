package io.stardust.agent.shipping;

import io.stardust.agent.supervise.output.OutputLog;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** All that is to be sent: what apps print, and the log files that they name. For one thread. */
final class Sources {
    private final Shipper.Apps apps;
    private final RandomGenerator random;
    private Map<OutputLog, NamedFiles> named = new HashMap<>();

    Sources(Shipper.Apps apps, RandomGenerator random) {
        this.apps = apps;
        this.random = random;
    }

    /** What there is now; equal to what was told before where nothing has changed. */
    List<Source> look(long now) {
        List<Source> all = new ArrayList<>();
        Map<OutputLog, NamedFiles> still = new HashMap<>();
        for (Printed app : apps.printing()) {
            all.add(new Captured(app));
            Written written = apps.written(app);
            NamedFiles files = named.get(app.log());
            if (written == null) {
                if (files != null) files.end();
                continue;
            }
            if (files == null || !files.app().equals(app)) files = new NamedFiles(app, apps.machineLife(), random);
            still.put(app.log(), files);
            all.addAll(files.look(written, apps.readable(), now));
        }
        named = still;
        return all;
    }
}
