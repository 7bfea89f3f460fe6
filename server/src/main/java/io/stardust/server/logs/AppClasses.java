package io.stardust.server.logs;

import static java.util.Objects.requireNonNull;

import io.stardust.api.app.AppView;
import io.stardust.protocol.Json;
import io.stardust.server.change.Change;
import io.stardust.server.db.Database;
import io.stardust.server.logs.LogAppStore.Named;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which retention class the records of each app go to. It is kept in memory, so that they are taken while the database
 * is away. Hears of changes before their writes return. Thread-safe.
 */
final class AppClasses implements Change.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(AppClasses.class);
    private static final int TOLD = 10; // apps named in a warning

    private final Database db;
    private final Set<String> classes;
    private final LogAppStore apps = new LogAppStore();
    private final Map<Long, String> chosen = new ConcurrentHashMap<>(); // of those that there are

    AppClasses(Database db, LogClasses classes) {
        this.db = db;
        this.classes = Set.copyOf(classes.names());
    }

    /** Reads what the apps chose; to be called before records come. */
    void start() {
        List<Named> named = db.read(apps::classes);
        for (Named each : named) note(each.id(), each.logClass());
        List<Named> lost = named.stream()
                .filter(each -> !classes.contains(each.logClass()))
                .toList();
        if (lost.isEmpty()) return;
        LOG.warn(
                "logs.classes does not name the class of {} apps any more, their logs are kept as {}: {}",
                lost.size(),
                LogClasses.STANDARD,
                lost.stream()
                        .limit(TOLD)
                        .map(each -> each.name() + " (" + each.logClass() + ")")
                        .toList());
    }

    /** A class that there is. */
    String of(long appId) {
        return chosen.getOrDefault(appId, LogClasses.STANDARD);
    }

    private void note(long appId, @Nullable String logClass) {
        if (logClass != null && classes.contains(logClass)) chosen.put(appId, logClass);
        else chosen.remove(appId);
    }

    @Override
    public void changed(Change change) {
        switch (change.kind()) {
            case "app.created", "app.updated" -> {
                String after = requireNonNull(change.after());
                note(id(change), Json.PEOPLE.read(after, AppView.class).logClass());
            }
            case "app.deleted" -> note(id(change), null);
            default -> {}
        }
    }

    private static long id(Change change) {
        return Long.parseLong(change.subjectId());
    }
}
