package io.stardust.agent.supervise;

import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.Installed;
import io.stardust.agent.install.StartPlan;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A start worked out: what of, and how.
 *
 * @param hash Of the package on disk; empty = the app has none.
 */
record Starting(
        DesiredApp wanted,
        Launch launch,
        String hash,
        long releaseId,
        @Nullable String version) {
    /** What came of working it out. */
    sealed interface Outcome {
        record Ready(Starting starting) implements Outcome {}

        /** It cannot be started, in words for people. */
        record Refused(Reason reason) implements Outcome {}
    }

    /** Looks at the disk; may take a while (a work directory is given to its user file by file). */
    static Outcome plan(SupervisorContext shop, DesiredApp wanted) {
        return plan(shop, wanted, true);
    }

    /** As {@link #plan}, but gives nothing to anybody: something of the app may run. */
    static Outcome look(SupervisorContext shop, DesiredApp wanted) {
        return plan(shop, wanted, false);
    }

    /** Why the port that the app is to have cannot be its own; null = it is free, or held by itself. */
    static @Nullable Reason portTaken(SupervisorContext shop, DesiredApp wanted, ManagedProcess running, Mark.App app) {
        int port = wanted.service().port();
        String holder = wanted.strategy().guards() ? shop.ports().holder(port, running, app) : null;
        return holder == null ? null : Reason.of(Code.PORT_TAKEN, "port", port, "holder", holder);
    }

    private static Outcome plan(SupervisorContext shop, DesiredApp wanted, boolean handOver) {
        try {
            Reason conflict = shop.folders().conflict(shop.installer(), wanted);
            if (conflict != null) return new Outcome.Refused(conflict);
            StartPlan plan = shop.installer().plan(wanted.deploy());
            Launch launch = shop.launcher()
                    .look(
                            plan.command(),
                            plan.directory(),
                            plan.environment(),
                            wanted.service(),
                            shop.outputs().of(wanted.name()).file());
            if (handOver) {
                shop.config().write(wanted.deploy(), shop.installer().directory(wanted.deploy()));
                shop.launcher().give(launch.directory(), wanted.service());
                Path shadow = shop.installer().shadow(wanted.name());
                if (shadow != null) shop.launcher().give(shadow, wanted.service());
            }
            DeployInfo deploy = wanted.deploy();
            Installed on = shop.installer().installed(wanted.name()).orElse(null);
            if (on != null && !shop.installer().isInstalled(deploy)) { // the one before what is wanted
                return new Outcome.Ready(new Starting(wanted, launch, on.hash(), on.releaseId(), on.version()));
            }
            return new Outcome.Ready(
                    new Starting(wanted, launch, wanted.packageHash(), deploy.releaseId(), deploy.version()));
        } catch (InstallException e) {
            return new Outcome.Refused(e.reason());
        } catch (Launcher.Unstartable e) {
            return new Outcome.Refused(e.reason());
        } catch (IOException e) {
            return new Outcome.Refused(Trouble.reason(e).in(Code.CONFIG_UNWRITTEN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Refused(Reason.of(Code.AGENT_ENDS));
        } catch (RuntimeException e) { // a border: this app must be able to go on
            return new Outcome.Refused(Reason.of(Code.UNEXPECTED, "error", e));
        }
    }
}
