package io.stardust.server.config;

import io.stardust.api.config.ConfigCheck;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.config.constraint.Constraints;
import io.stardust.server.config.constraint.Constraints.Demands;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Library;
import io.stardust.server.config.effective.Resolver;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.scope.Scopes;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.Check;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.Instances;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tries what a publish would do before it is done. Thread-safe. */
final class Trials {
    private static final int SHOWN = 5;

    private final Sheets live;
    private final Secrets secrets;
    private final Instances instances;
    private final Askers askers;
    private final Scopes scopes;
    private final Delivery delivery;
    private final Constraints constraints;
    private volatile MadeFiles files = MadeFiles.NONE;

    Trials(
            Sheets live,
            Secrets secrets,
            Instances instances,
            Askers askers,
            Scopes scopes,
            Delivery delivery,
            Constraints constraints) {
        this.live = live;
        this.secrets = secrets;
        this.instances = instances;
        this.askers = askers;
        this.scopes = scopes;
        this.delivery = delivery;
        this.constraints = constraints;
    }

    /** Asks whoever makes files of config, too; before the server serves. */
    void asks(MadeFiles made) {
        files = made;
    }

    /** A sheet as it is and as it would be. */
    private record Turn(Sheet before, Sheet after) {}

    /**
     * What could not be made before is no reason to refuse; what breaks by this release is.
     *
     * @throws Conflict when values could not be made, in words
     */
    void require(Handle sql, Sheet before, Sheet after) {
        var turn = new Turn(before, after);
        refuse("not published", broken(sql, turn));
    }

    /** The same when nothing is published, but the app shares or inherits otherwise; what was broken may stay so. */
    void requireKept(Handle sql, Sheet before, Sheet after) {
        List<ConfigCheck.Problem> broken = broken(sql, new Turn(before, after));
        broken.removeAll(problems(new Turn(before, before), constraints.of(sql, after.appId())));
        refuse("not changed", broken);
    }

    private List<ConfigCheck.Problem> broken(Handle sql, Turn turn) {
        Sheet after = turn.after;
        List<ConfigCheck.Problem> broken = new ArrayList<>(problems(turn, constraints.of(sql, after.appId())));
        var own = Visible.only(Set.of(after.projectId()));
        broken.addAll(files.tried(sql, new Tried(turn, own)).problems());
        return broken;
    }

    /**
     * The same of what a rollout carries: its files are made of the release that comes along, which it tries itself.
     */
    void requireValues(Handle sql, Sheet before, Sheet after) {
        refuse("not published", problems(new Turn(before, after), constraints.of(sql, after.appId())));
    }

    private static void refuse(String what, List<ConfigCheck.Problem> broken) {
        if (!broken.isEmpty()) throw new Conflict(what + told(broken));
    }

    /** What the app of {@code sheet} gets when that is live. */
    Effective of(Sheet sheet, String scope) {
        return effective(sheet, sheet, scope);
    }

    /** The first of {@code broken} in words, behind a semicolon each. */
    static String told(List<ConfigCheck.Problem> broken) {
        StringBuilder told = new StringBuilder();
        for (ConfigCheck.Problem each : broken.subList(0, Math.min(SHOWN, broken.size()))) {
            told.append("; ").append(Check.shown(each.key()));
            if (!each.scope().isEmpty()) told.append(" (").append(each.scope()).append(')');
            told.append(": ").append(each.message());
        }
        if (broken.size() > SHOWN)
            told.append("; and ").append(broken.size() - SHOWN).append(" more");
        return told.toString();
    }

    /** What of what is live breaks {@code demands}. */
    List<ConfigCheck.Problem> live(Sheet sheet, Demands demands) {
        Map<String, ConfigCheck.Problem> broken = new TreeMap<>();
        Set<String> scopes = scopes(sheet);
        for (String scope : scopes) {
            breaches(effective(sheet, sheet, scope), scope, scopes, demands, sheet.appId())
                    .forEach(broken::putIfAbsent);
        }
        return List.copyOf(broken.values());
    }

    private static Set<String> scopes(Sheet sheet) {
        Set<String> scopes = new TreeSet<>(List.of(""));
        for (Item item : sheet.items()) scopes.add(item.scope());
        return scopes;
    }

    /** An app that has values of scopes may leave those of none incomplete: its instances ask with a scope. */
    private static Map<String, ConfigCheck.Problem> breaches(
            Effective is, String scope, Set<String> scopes, Demands demands, long own) {
        Map<String, ConfigCheck.Problem> broken = new TreeMap<>();
        demands.wrong(is, own, scopes.size() == 1 || !scope.isEmpty())
                .forEach((key, why) -> broken.put(key, new ConfigCheck.Problem(key, scope, why)));
        return broken;
    }

    private List<ConfigCheck.Problem> problems(Turn turn, Demands demands) {
        if (demands.isEmpty() && isPlain(turn.after)) return ofItself(turn);
        Set<String> scopes = scopes(turn.after);
        Map<String, ConfigCheck.Problem> broken = new TreeMap<>();
        for (String scope : scopes) {
            Effective is = effective(turn.after, turn.after, scope);
            Set<String> were = is.problems().isEmpty()
                    ? Set.of()
                    : effective(turn.before, turn.before, scope).problems().keySet();
            is.problems().forEach((key, problem) -> {
                if (were.contains(key)) return;
                broken.putIfAbsent(key, new ConfigCheck.Problem(key, scope, problem.message()));
            });
            is.values().forEach((key, value) -> {
                @Nullable String wrong = value.appId() == turn.after.appId() ? Syntax.wrong(value) : null;
                if (wrong != null) broken.putIfAbsent(key, new ConfigCheck.Problem(key, scope, wrong));
            });
            breaches(is, scope, scopes, demands, turn.after.appId()).forEach(broken::putIfAbsent);
        }
        return List.copyOf(broken.values());
    }

    /** Whether no value that the app gets hangs on another. */
    private boolean isPlain(Sheet sheet) {
        return Resolver.chain(new Instead(live, sheet), sheet).stream().allMatch(Sheet::isPlain);
    }

    /** What is wrong with each value by itself that the release sets. */
    private static List<ConfigCheck.Problem> ofItself(Turn turn) {
        Map<String, ConfigCheck.Problem> broken = new TreeMap<>();
        Sheet after = turn.after;
        for (Item item : after.unlike(turn.before)) {
            var value = new Effective.Value(item.value(), item, after.appId(), after.app(), false);
            @Nullable String wrong = Syntax.wrong(value);
            if (wrong != null) broken.putIfAbsent(item.key(), new ConfigCheck.Problem(item.key(), item.scope(), wrong));
        }
        return List.copyOf(broken.values());
    }

    private Effective effective(Sheet instead, Sheet of, String scope) {
        return new Resolver(new Instead(live, instead), new Opening(secrets)).of(of, scope);
    }

    /** What publishing {@code edits} upon {@code now} would do. */
    ConfigCheck check(Handle sql, Visible visible, Sheet now, Map<Item.Id, @Nullable Item> edits) {
        var turn = new Turn(now, now.with(edits, now.stamp()));
        Set<Long> readers = new HashSet<>(delivery.readersOf(now.appId()));
        readers.add(now.appId());
        Map<String, List<Instance>> groups = new TreeMap<>();
        for (long reader : readers) {
            for (Instance instance : instances.ofApp(reader)) {
                if (!visible.sees(instance.projectId())) continue;
                groups.computeIfAbsent(instance.app() + "\n" + scope(instance), _ -> new ArrayList<>())
                        .add(instance);
            }
        }
        List<ConfigCheck.Effect> effects = new ArrayList<>();
        groups.values().forEach(group -> {
            Instance one = group.getFirst();
            List<ConfigCheck.Item> changed = changed(turn, one.appId(), scope(one));
            if (!changed.isEmpty()) {
                effects.add(new ConfigCheck.Effect(one.app(), scope(one), group.size(), changed));
            }
        });
        List<ConfigCheck.Problem> broken = new ArrayList<>(problems(turn, constraints.of(sql, now.appId())));
        MadeFiles.Effects made = files.tried(sql, new Tried(turn, visible));
        broken.addAll(made.problems());
        return new ConfigCheck(broken, effects, made.files());
    }

    /** For whoever makes files of config. */
    private final class Tried implements MadeFiles.Trial {
        private final Turn turn;
        private final Visible visible;

        Tried(Turn turn, Visible visible) {
            this.turn = turn;
            this.visible = visible;
        }

        @Override
        public boolean shows(long projectId) {
            return visible.sees(projectId);
        }

        @Override
        public long appId() {
            return turn.after.appId();
        }

        @Override
        public boolean mayRead(long appId) {
            if (appId == appId()) return true;
            @Nullable Sheet reader = live.sheet(appId);
            return reader != null && (turn.before.isOpenTo(reader) || turn.after.isOpenTo(reader));
        }

        @Override
        public @Nullable Effective before(long appId, String scope) {
            return made(turn.before, appId, scope);
        }

        @Override
        public @Nullable Effective after(long appId, String scope) {
            return made(turn.after, appId, scope);
        }

        private @Nullable Effective made(Sheet instead, long appId, String scope) {
            @Nullable Sheet of = appId == instead.appId() ? instead : live.sheet(appId);
            return of == null ? null : effective(instead, of, Item.scope(scope));
        }
    }

    /** The scope of which an instance gets values. */
    String scope(Instance who) {
        Askers.@Nullable Asked asked = askers.of(who);
        return asked == null ? scopes.expected(who).scope() : asked.scope();
    }

    private List<ConfigCheck.Item> changed(Turn turn, long reader, String scope) {
        boolean own = reader == turn.after.appId();
        @Nullable Sheet sheet = own ? turn.before : live.sheet(reader);
        if (sheet == null) return List.of();
        Map<String, Effective.Value> before =
                effective(turn.before, sheet, scope).values();
        Map<String, Effective.Value> after =
                effective(turn.after, own ? turn.after : sheet, scope).values();
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<ConfigCheck.Item> changed = new ArrayList<>();
        for (String key : keys) {
            Effective.@Nullable Value was = before.get(key);
            Effective.@Nullable Value is = after.get(key);
            if (Item.isInternal(key) || Objects.equals(text(was), text(is))) continue;
            boolean secret = (was != null && was.secret()) || (is != null && is.secret());
            changed.add(new ConfigCheck.Item(key, secret ? null : text(was), secret ? null : text(is), secret));
        }
        return changed;
    }

    private static @Nullable String text(Effective.@Nullable Value value) {
        return value == null ? null : value.text();
    }

    /** The live sheets, one of them otherwise. */
    private record Instead(Library live, Sheet own) implements Library {
        @Override
        public @Nullable Sheet sheet(long appId) {
            return appId == own.appId() ? own : live.sheet(appId);
        }

        @Override
        public @Nullable Sheet sheet(String app) {
            return app.equals(own.app()) ? own : live.sheet(app);
        }

        @Override
        public Collection<Sheet> globals() {
            return live.globals().stream()
                    .map(sheet -> sheet.appId() == own.appId() ? own : sheet)
                    .toList();
        }
    }
}
