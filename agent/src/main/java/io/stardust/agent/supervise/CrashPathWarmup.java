package io.stardust.agent.supervise;

import io.stardust.agent.state.ProcessRecords;
import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.Survivors;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.StepReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Starts, watches and restarts a process that does nothing, once, in the ways in which the real ones are: what an agent
 * does for the first time takes it tens of milliseconds, and the first crash of an app is no time to learn. Nobody
 * hears of it, and nothing is written down.
 */
final class CrashPathWarmup {
    private static final String NAME = "rehearsal";

    private final SupervisorContext shop;
    private final @Nullable Survivors survivors;

    /**
     * Nothing happens yet.
     *
     * @param shop The real one.
     * @param state A folder, which is not touched.
     * @param outputs Other than the real ones.
     * @param survivors Null = no process of an earlier agent is guarded, so none will end.
     */
    CrashPathWarmup(SupervisorContext shop, Path state, Outputs outputs, @Nullable Survivors survivors) {
        this.shop = new SupervisorContext(
                shop.decisions(),
                shop.hands(),
                new Memory(new ProcessRecords(state), unwritten -> {}),
                shop.installer(),
                shop.launcher(),
                shop.table(),
                shop.sessions(),
                new Bulletin(new Nobody(), untold -> {}),
                outputs,
                shop.words(),
                shop.settings(),
                shop.clock(),
                shop.random(),
                NOPLogger.NOP_LOGGER,
                shop.prober(),
                shop.files(),
                shop.cgroups(),
                shop.runs(),
                shop.ports(),
                shop.folders(),
                shop.config(),
                Traffic.NONE);
        this.survivors = survivors;
    }

    /** Begins; ends by itself. */
    void begin() {
        shop.hands().execute(() -> {
            try {
                ServiceInfo service = service();
                Launch nothing = launch(List.of("true"), service);
                Launch little = launch(List.of("sleep", "1"), service);
                shop.decisions().execute(() -> play(service, nothing, little));
            } catch (Launcher.Unstartable e) {
                LoggerFactory.getLogger(CrashPathWarmup.class).debug("no rehearsal: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the agent ends
            }
        });
    }

    private Launch launch(List<String> command, ServiceInfo service) throws Launcher.Unstartable, InterruptedException {
        return shop.launcher().look(command, Path.of("/"), Map.of(), service, Path.of("/dev/null"));
    }

    private void play(ServiceInfo service, Launch nothing, Launch little) {
        DeployInfo deploy = new DeployInfo(
                -1, NAME, null, null, null, null, 0, service, null, 0, 0, 0, "running", 0, 0, null, null, null, null, 0,
                null, null);
        DesiredApp wanted = DesiredApp.of(deploy, NAME, service);
        Starting starting = new Starting(wanted, nothing, "", 0, null);
        guard(wanted).startAs(starting);
        if (survivors == null) return;
        try {
            ManagedProcess begun = ManagedProcess.start(little, shop.runs().next(), shop.table(), shop.clock());
            guard(wanted).adopt(survivors.adopt(begun), wanted, starting);
        } catch (IOException e) {
            LoggerFactory.getLogger(CrashPathWarmup.class).debug("half a rehearsal: {}", e.toString());
        }
    }

    /** Restarts once. */
    private Guard guard(DesiredApp wanted) {
        AtomicBoolean first = new AtomicBoolean(true);
        return new Guard(shop, new AppStatus(shop, wanted), () -> first.getAndSet(false), () -> {});
    }

    private static ServiceInfo service() {
        return new ServiceInfo(
                NAME, null, null, null, null, true, 10, false, null, false, false, 0, 0, 0, null, 0, null, null, null,
                null, null, null, 0, null, null, 0);
    }

    private static final class Nobody implements Reports {
        @Override
        public void placement(PlacementReport report) {
            // nobody
        }

        @Override
        public void step(StepReport step) {
            // nobody
        }
    }
}
