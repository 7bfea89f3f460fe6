package io.stardust.agent.supervise;

import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.StartPlan;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.agent.supervise.process.Sessions;
import io.stardust.agent.supervise.process.Words;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a hosted app and the program that serves them: gives them to the app's user, and tells that program that
 * they are new (reload command). Once for each release and for each restart that people ask for; an agent that was
 * killed meanwhile does it again. Runs on the supervisor's thread of decisions, but where it says otherwise.
 */
final class Site {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    /** A reload that takes longer hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SupervisorContext shop;
    private final AppStatus news;
    private final Runnable decide;
    private final Duration patience;
    private boolean working;
    private @Nullable String failed;

    Site(SupervisorContext shop, AppStatus news, Runnable decide, Duration patience) {
        this.shop = shop;
        this.news = news;
        this.decide = decide;
        this.patience = patience;
    }

    /** The command runs. */
    boolean working() {
        return working;
    }

    /** Something else is wanted: what failed is tried again. */
    void reset() {
        failed = null;
    }

    /** True when there is nothing left to do for these files; else it is begun, or has failed and stays so. */
    boolean served(DesiredApp wanted) {
        String order = wanted.siteOrder();
        if (order.isEmpty() || news.wasServed(order)) return true;
        if (!working && !order.equals(failed)) begin(wanted, order);
        return false;
    }

    private void begin(DesiredApp wanted, String order) {
        working = true;
        long from = System.nanoTime();
        shop.hands().await(() -> {
            try {
                Reason failure = serve(wanted);
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                shop.decisions().execute(() -> ended(wanted, order, failure, took));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the agent ends, and the next one does it again
            }
        });
    }

    private void ended(DesiredApp wanted, String order, @Nullable Reason failure, Duration took) {
        working = false;
        if (failure == null) {
            news.served(order, took);
        } else {
            failed = order;
            LOG.warn("{}: {}", wanted.name(), failure);
            news.unserved(failure);
        }
        decide.run();
    }

    /** On a hand. Returns why not; null when it is done. */
    private @Nullable Reason serve(DesiredApp wanted) throws InterruptedException {
        try {
            Optional<StartPlan> plan = shop.installer().reload(wanted.deploy());
            shop.config().write(wanted.deploy(), shop.installer().directory(wanted.deploy()));
            String user = wanted.service().userName();
            if (user != null && !user.isBlank()) {
                Launcher.give(shop.installer().directory(wanted.deploy()), user);
            }
            return plan.isEmpty() ? null : run(wanted, plan.get());
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

    private @Nullable Reason run(DesiredApp wanted, StartPlan plan)
            throws IOException, InterruptedException, Launcher.Unstartable {
        Launch launch = shop.launcher()
                .look(
                        plan.command(),
                        plan.directory(),
                        plan.environment(),
                        shop.outputs().of(wanted.name()).file());
        return run(launch, shop.table(), shop.sessions(), shop.clock(), patience);
    }

    /** Runs it to its end; returns what went wrong, null when nothing did. */
    static @Nullable Reason run(
            Launch launch, ProcTable table, Sessions sessions, InstantSource clock, Duration patience)
            throws IOException, InterruptedException {
        ManagedProcess process = ManagedProcess.start(launch, null, table, clock);
        String command = launch.command().getFirst();
        try {
            ManagedProcess.Exit exit = process.exit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (Integer.valueOf(0).equals(exit.code())) return null;
            return Words.ended(exit, process.uptime(exit)).in(Code.RELOAD_FAILED, "command", command);
        } catch (TimeoutException e) {
            sessions.kill(process);
            return Reason.of(Code.RELOAD_LATE, "command", command, "patience", patience.toMillis());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
