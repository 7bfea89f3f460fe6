package io.stardust.server.config.effective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Random apps, scopes and references, beside a model that is plain and slow. */
class ResolverModelTest {
    private static final int APPS = 5;
    private static final List<String> KEYS = List.of("a", "b", "c", "d");
    private static final List<String> SCOPES = List.of("", "test", "pro");

    private record Row(String key, String scope, String value) {}

    private record App(long id, long project, Share share, boolean global, List<Long> quotes, List<Row> rows) {
        boolean openTo(App reader) {
            if (reader.id == id || share == Share.ALL) return true;
            return share == Share.PROJECT && reader.project == project;
        }
    }

    @Property(tries = 2_000)
    void effective_isThatOfThePlainModel(@ForAll long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<Long, App> apps = apps(random);
        var shelf = new Shelf();
        apps.values()
                .forEach(app -> shelf.put(
                        app.id,
                        "app" + app.id,
                        app.project,
                        app.share,
                        app.global,
                        app.quotes,
                        app.rows.stream()
                                .map(row -> row.key + (row.scope.isEmpty() ? "" : "#" + row.scope) + "=" + row.value)
                                .toArray(String[]::new)));

        for (App app : apps.values()) {
            for (String scope : SCOPES) {
                Effective effective = shelf.of(app.id, scope);
                Map<String, @Nullable String> expected = new TreeMap<>();
                for (String key : KEYS) {
                    @Nullable Row row = row(apps, app, scope, key);
                    if (row != null) expected.put(key, text(apps, app, scope, key, new ArrayList<>()));
                }
                Map<String, @Nullable String> found = new TreeMap<>();
                effective.values().forEach((key, value) -> found.put(key, value.text()));
                effective.problems().forEach((key, _) -> found.put(key, null));
                assertThat(found).isEqualTo(expected);
            }
        }
    }

    private static Map<Long, App> apps(RandomGenerator random) {
        Map<Long, App> apps = new LinkedHashMap<>();
        for (long id = 1; id <= APPS; id++) {
            Set<String> taken = new HashSet<>();
            List<Row> rows = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                String key = KEYS.get(random.nextInt(KEYS.size()));
                String scope = SCOPES.get(random.nextInt(SCOPES.size()));
                if (taken.add(key + "#" + scope)) rows.add(new Row(key, scope, value(random)));
            }
            List<Long> quotes = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) quotes.add(1 + random.nextLong(APPS));
            apps.put(
                    id,
                    new App(
                            id,
                            1 + random.nextInt(2),
                            List.of(Share.values()).get(random.nextInt(3)),
                            random.nextInt(4) == 0,
                            quotes,
                            rows));
        }
        return apps;
    }

    private static String value(RandomGenerator random) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        return switch (random.nextInt(6)) {
            case 0 -> "${" + key + "}";
            case 1 -> "x${" + key + "@app" + (1 + random.nextInt(APPS)) + "}y";
            case 2 -> "${" + key + "@app" + (1 + random.nextInt(APPS)) + ":test}";
            default -> "v" + random.nextInt(100);
        };
    }

    private static App app(Map<Long, App> apps, long id) {
        return Objects.requireNonNull(apps.get(id));
    }

    private static List<App> line(Map<Long, App> apps, App own) {
        List<App> line = new ArrayList<>();
        walk(apps, own, line);
        apps.values().stream()
                .filter(app -> app.global && app.openTo(own) && !line.contains(app))
                .forEach(line::add);
        return line;
    }

    private static void walk(Map<Long, App> apps, App app, List<App> line) {
        if (line.contains(app)) return;
        line.add(app);
        for (long id : app.quotes) {
            App quoted = app(apps, id);
            if (quoted.openTo(app)) walk(apps, quoted, line);
        }
    }

    private static @Nullable Row row(Map<Long, App> apps, App own, String scope, String key) {
        @Nullable App of = holder(apps, own, scope, key);
        return of == null ? null : rowOf(of, scope, key);
    }

    private static @Nullable App holder(Map<Long, App> apps, App own, String scope, String key) {
        for (App app : line(apps, own)) if (rowOf(app, scope, key) != null) return app;
        return null;
    }

    private static @Nullable Row rowOf(App app, String scope, String key) {
        @Nullable Row any = null;
        for (Row row : app.rows) {
            if (!row.key.equals(key)) continue;
            if (row.scope.equals(scope)) return row;
            if (row.scope.isEmpty()) any = row;
        }
        return any;
    }

    /** Null: it has none, whatever the reason. */
    private static @Nullable String text(Map<Long, App> apps, App own, String scope, String key, List<String> way) {
        String here = own.id + " " + scope + " " + key;
        @Nullable App author = holder(apps, own, scope, key);
        if (author == null || way.contains(here)) return null;
        List<String> on = new ArrayList<>(way);
        on.add(here);
        String value = Objects.requireNonNull(rowOf(author, scope, key)).value;
        int open = value.indexOf("${");
        if (open < 0) return value;
        int close = value.indexOf('}');
        String[] parts = value.substring(open + 2, close).split("@");
        App there = own;
        String thereScope = scope;
        if (parts.length > 1) {
            String[] named = parts[1].split(":");
            there = app(apps, Long.parseLong(named[0].substring(3)));
            if (!there.openTo(author)) return null;
            if (named.length > 1) thereScope = named[1];
        }
        @Nullable String inner = text(apps, there, thereScope, parts[0], on);
        return inner == null ? null : value.substring(0, open) + inner + value.substring(close + 1);
    }
}
