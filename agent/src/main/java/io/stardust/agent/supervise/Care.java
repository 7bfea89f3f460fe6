package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ManagedProcess.Exit;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done about the process of one app while it runs: its probes, its files, its memory. Runs on the supervisor's
 * thread of decisions.
 */
final class Care {
    private final Workshop shop;
    private final AppNews news;
    private final Wishes wishes;
    private final Health health;
    private final Reload reload;
    private @Nullable ManagedProcess process;
    private @Nullable Launch launch;
    private int limitMb;
    private int overLimit;

    /** What may come of it. */
    interface Wishes {
        /** The process is not fit to go on, and is to be started anew; that counts as a failure. */
        void unfit(String why);

        /** The process is to be started anew. */
        void anew(String why);
    }

    Care(Workshop shop, AppNews news, Wishes wishes) {
        this.shop = shop;
        this.news = news;
        this.wishes = wishes;
        this.health = new Health(shop, news, wishes::unfit);
        this.reload = new Reload(shop, news, wishes::anew);
    }

    /** @param how Null = as an earlier agent has started it. */
    void begin(ManagedProcess running, Wanted wanted, @Nullable Launch how) {
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
    void again(ManagedProcess running, Wanted wanted) {
        limit(wanted);
        if (wanted.task()) return;
        health.again(running, wanted, launch);
        reload.again(wanted);
    }

    private void limit(Wanted wanted) {
        int before = limitMb;
        limitMb = wanted.service().maxMemory();
        ManagedProcess running = process;
        if (running == null || (limitMb <= 0 && before <= 0)) return;
        int now = limitMb;
        shop.hands()
                .execute(() ->
                        shop.cgroups().limit(wanted.name(), now, shop.sessions().members(running)));
    }

    void end() {
        health.end();
        reload.end();
        process = null;
    }

    /** How it ended, and whether that was the kernel's doing; looked up when it is asked for, once. */
    Supplier<String> explains(Exit exit, Duration uptime) {
        int limit = limitMb;
        return new Supplier<>() {
            private @Nullable String words;

            @Override
            public String get() {
                String known = words == null ? explained(exit, uptime, limit) : words;
                words = known;
                return known;
            }
        };
    }

    private String explained(Exit exit, Duration uptime, int limit) {
        String how = Words.ended(exit, uptime);
        boolean killed = exit.code() == null || exit.code() == 137;
        if (limit <= 0 || !killed || !shop.cgroups().killedNow(news.wanted().name())) return how;
        return "was killed by the kernel after " + Words.time(uptime) + ": it reached its memory limit of " + limit
                + " MB";
    }

    /** Twice in a row above its limit: to be started anew. */
    void measured(long residentMb) {
        overLimit = limitMb > 0 && residentMb > limitMb ? overLimit + 1 : 0;
        if (overLimit < 2) return;
        overLimit = 0;
        wishes.unfit("used " + residentMb + " MB of memory, limit " + limitMb + " MB");
    }
}
