package io.stardust.agent.supervise;

import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What is done about the process of one app while it runs: its probes, its files, its memory. Runs on the supervisor's
 * thread of decisions.
 */
final class ProcessMonitor {
    private final SupervisorContext shop;
    private final AppStatus news;
    private final Wishes wishes;
    private final Health health;
    private final Reload reload;
    private @Nullable ManagedProcess process;
    private @Nullable Launch launch;
    private int limitMb;
    private int overLimit;
    private boolean beside; // the process before is still there

    /** What may come of it. */
    interface Wishes {
        /**
         * The process is not fit to go on, and is to be started anew; that counts as a failure.
         *
         * @param everWell False = it never came up.
         */
        void unfit(Reason why, boolean everWell);

        /** The process is to be started anew. */
        void anew(Reason why);
    }

    ProcessMonitor(SupervisorContext shop, AppStatus news, Wishes wishes) {
        this.shop = shop;
        this.news = news;
        this.wishes = wishes;
        this.health = new Health(shop, news, wishes::unfit);
        this.reload = new Reload(shop, news, wishes::anew);
    }

    /** @param how Null = as an earlier agent has started it. */
    void begin(ManagedProcess running, DesiredApp wanted, @Nullable Launch how) {
        beside = false;
        watch(running, wanted, how);
    }

    /** While the process before is still there: both together may hold more than the kernel would let them. */
    void beginBeside(ManagedProcess running, DesiredApp wanted, Launch how) {
        beside = true;
        watch(running, wanted, how);
    }

    /** The process before is gone. */
    void alone() {
        if (!beside) return;
        beside = false;
        if (process != null && limitMb > 0) bound(process, limitMb);
    }

    private void watch(ManagedProcess running, DesiredApp wanted, @Nullable Launch how) {
        process = running;
        launch = how;
        overLimit = 0;
        limit(wanted);
        if (!wanted.task()) {
            health.begin(running, wanted, how);
            reload.begin(wanted);
        }
    }

    /** Perhaps something else is asked for. */
    void again(ManagedProcess running, DesiredApp wanted) {
        if (wanted.service().maxMemory() != limitMb) limit(wanted);
        if (wanted.task()) return;
        health.again(running, wanted, launch);
        reload.again(wanted);
    }

    private void limit(DesiredApp wanted) {
        int before = limitMb;
        limitMb = wanted.service().maxMemory();
        ManagedProcess running = process;
        if (running == null || beside || (limitMb <= 0 && before <= 0)) return;
        bound(running, limitMb);
    }

    /** By the kernel. */
    private void bound(ManagedProcess running, int mb) {
        shop.hands()
                .execute(() -> shop.cgroups()
                        .limit(news.wanted().name(), mb, shop.sessions().members(running)));
    }

    /** Returns the limit of its memory, MB; 0 = none. */
    int end() {
        health.end();
        reload.end();
        process = null;
        return limitMb;
    }

    /** Twice in a row above its limit: to be started anew. */
    void measured(long residentMb) {
        overLimit = limitMb > 0 && residentMb > limitMb ? overLimit + 1 : 0;
        if (overLimit < 2) return;
        overLimit = 0;
        wishes.unfit(Reason.of(Code.MEMORY_LIMIT, "used", residentMb, "limit", limitMb), true);
    }
}
