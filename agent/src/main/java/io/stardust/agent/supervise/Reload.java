package io.stardust.agent.supervise;

import io.stardust.agent.install.Installed;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has one app started anew when somebody changes its files (ReloadOnChange). It looks only while the app runs: what a
 * publish changes, it changes while nothing runs. Runs on the supervisor's thread of decisions.
 */
final class Reload {
    private static final String USUAL = "*.dll;*.exe;*.zip;*.jar"; // upstream's
    private static final int SHOWN = 5;

    private final SupervisorContext shop;
    private final AppStatus news;
    private final Consumer<Reason> changed;
    private FileWatch.@Nullable Watching watching;
    private @Nullable String patterns; // null: nothing is wanted

    Reload(SupervisorContext shop, AppStatus news, Consumer<Reason> changed) {
        this.shop = shop;
        this.news = news;
        this.changed = changed;
    }

    private static @Nullable String wanted(ServiceInfo service) {
        if (!service.reloadOnChange()) return null;
        return service.reloadPatterns() == null ? "" : service.reloadPatterns();
    }

    void begin(DesiredApp wanted) {
        end();
        String now = wanted(wanted.service());
        patterns = now;
        if (now == null) return;
        List<Path> roots = new ArrayList<>();
        try {
            roots.add(shop.installer().directory(wanted.deploy()));
            Installed on = shop.installer().installed(wanted.name()).orElse(null);
            if (on != null && !roots.contains(Path.of(on.programs()))) roots.add(Path.of(on.programs()));
        } catch (InstallException e) {
            shop.log().warn("{}: its files are not watched: {}", news.wanted().name(), e.getMessage());
            return;
        }
        roots.removeIf(root -> !Files.isDirectory(root));
        if (roots.isEmpty()) return;
        Told told = new Told();
        FileWatch.Watching mine = shop.files().watch(roots, new FilePatterns(now, USUAL), told);
        told.of = mine;
        watching = mine;
    }

    void again(DesiredApp wanted) {
        String now = wanted(wanted.service());
        boolean same = now == null ? patterns == null : now.equals(patterns);
        if (!same) begin(wanted);
    }

    void end() {
        if (watching != null) watching.end();
        watching = null;
        patterns = null;
    }

    private final class Told implements Consumer<List<String>> {
        private volatile FileWatch.@Nullable Watching of;

        @Override
        public void accept(List<String> names) {
            shop.decisions().execute(() -> {
                if (of == null || of != watching) return; // of a process before this one
                changed.accept(Reason.of(Code.FILES_CHANGED, "files", Reason.some(names, SHOWN)));
            });
        }
    }
}
