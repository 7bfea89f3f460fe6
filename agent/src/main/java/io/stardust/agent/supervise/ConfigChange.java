package io.stardust.agent.supervise;

import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.StartPlan;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of an app anew that are made of config while its process runs, and tells the process as its
 * deployment says. An agent that was killed meanwhile does both again. Runs on the supervisor's thread of decisions,
 * but where it says otherwise.
 */
final class ConfigChange {
    private static final String PID = "MAINPID"; // as systemd calls it

    private final SupervisorContext shop;
    private final AppStatus news;
    private final Runnable decide;
    private boolean working;

    ConfigChange(SupervisorContext shop, AppStatus news, Runnable decide) {
        this.shop = shop;
        this.news = news;
        this.decide = decide;
    }

    boolean working() {
        return working;
    }

    void begin(DesiredApp wanted, ManagedProcess process) {
        working = true;
        long from = System.nanoTime();
        shop.hands().await(() -> {
            try {
                Reason failure = change(wanted, process);
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                shop.decisions().execute(() -> ended(wanted, failure, took));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the agent ends, and the next one does it again
            }
        });
    }

    private void ended(DesiredApp wanted, @Nullable Reason failure, Duration took) {
        working = false;
        boolean told = wanted.onConfig() == DesiredApp.OnConfig.RELOAD;
        if (failure == null) {
            shop.log().info("{}: its config files changed{}", wanted.name(), told ? ", it was told" : "");
            news.configured(wanted, Reason.of(told ? Code.CONFIG_RELOADED : Code.CONFIG_WRITTEN), took);
        } else {
            shop.log().warn("{}: {}", wanted.name(), failure);
            if (wanted.config().equals(news.wanted().config())) news.notApplied(failure);
        }
        decide.run();
    }

    /** On a hand. Returns why not; null when it is done. */
    private @Nullable Reason change(DesiredApp wanted, ManagedProcess process) throws InterruptedException {
        try {
            shop.config().write(wanted.deploy(), shop.installer().directory(wanted.deploy()));
        } catch (IOException e) {
            return Trouble.reason(e).in(Code.CONFIG_UNWRITTEN);
        } catch (InstallException e) {
            return e.reason().in(Code.CONFIG_UNWRITTEN);
        }
        try {
            return wanted.onConfig() == DesiredApp.OnConfig.RELOAD ? reload(wanted, process) : null;
        } catch (InstallException e) {
            return e.reason().in(Code.FILES_READY_BUT);
        } catch (Launcher.Unstartable e) {
            return e.reason().in(Code.FILES_READY_BUT);
        } catch (IOException e) {
            return Trouble.reason(e).in(Code.FILES_READY_BUT);
        } catch (RuntimeException e) { // a border: this app must be able to go on
            return Reason.of(Code.UNEXPECTED, "error", e).in(Code.FILES_READY_BUT);
        }
    }

    /** By its command, as the app's user; without one the process itself gets SIGHUP. */
    private @Nullable Reason reload(DesiredApp wanted, ManagedProcess process)
            throws InstallException, Launcher.Unstartable, IOException, InterruptedException {
        Optional<StartPlan> plan = shop.installer().reload(wanted.deploy());
        if (plan.isEmpty()) {
            shop.sessions().hangUp(process);
            return null;
        }
        Map<String, String> environment = new HashMap<>(plan.get().environment());
        environment.put(PID, String.valueOf(process.pid()));
        Launch launch = shop.launcher()
                .look(
                        plan.get().command(),
                        plan.get().directory(),
                        environment,
                        wanted.service(),
                        shop.outputs().of(wanted.name()).file());
        return Site.run(launch, shop.table(), shop.sessions(), shop.clock(), Site.PATIENCE);
    }
}
