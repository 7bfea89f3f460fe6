package io.stardust.agent.supervise;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.Survivors;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.ServiceName;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The apps of this node. Runs on the supervisor's thread of decisions, but where it says otherwise. */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private final SupervisorContext shop;
    private final Survivors survivors;
    private final Map<String, App> apps = new LinkedHashMap<>();
    private final Map<Long, String> names = new ConcurrentHashMap<>(); // also read by others
    private final Map<Long, PlacementReport> refused = new HashMap<>();
    private Set<String> absent = Set.of();
    private volatile long revision;

    Roster(SupervisorContext shop, Survivors survivors) {
        this.shop = shop;
        this.survivors = survivors;
    }

    /** From any thread. */
    long revision() {
        return revision;
    }

    /** From any thread. */
    @Nullable
    String name(long placementId) {
        return names.get(placementId);
    }

    /** What apps of placements print that the server knows. From any thread. */
    List<Printed> printing() {
        List<Printed> all = new ArrayList<>();
        names.forEach((id, name) -> {
            Printed printed = id > 0 ? shop.outputs().printed(id, name) : null;
            if (printed != null) all.add(printed);
        });
        return all;
    }

    /** At agent start. Survivors first, so that all are guarded before anything takes time. */
    void begin(List<DeployInfo> saved) {
        List<DesiredApp> list = checked(saved);
        List<App> others = new ArrayList<>();
        for (DesiredApp each : list) {
            App app = new App(shop, each);
            apps.put(each.name(), app);
            ProcessRecord record = shop.memory().of(each.name());
            ManagedProcess survivor = survivors.recorded(record);
            if (survivor != null) app.begin(survivor, null);
            else others.add(app);
        }
        shop.folders().are(list);
        others.forEach(this::beginWithout);
        note(saved, list);
    }

    /** Its process was not found by its number: perhaps it shows by its arguments. */
    private void beginWithout(App app) {
        DesiredApp wanted = app.wanted();
        boolean adopts = wanted.strategy().adopts() && !wanted.multiple();
        if (adopts && Starting.look(shop, wanted) instanceof Starting.Outcome.Ready(var starting)) {
            List<List<String>> commands = new ArrayList<>();
            commands.add(starting.launch().kernelCommand());
            List<String> seen = shop.memory().of(wanted.name()).command();
            if (seen != null && !commands.contains(seen)) commands.add(seen);
            ManagedProcess survivor =
                    survivors.running(commands, starting.launch().directory());
            if (survivor != null && !guarded(survivor)) {
                app.begin(survivor, starting);
                return;
            }
        }
        app.begin();
    }

    private boolean guarded(ManagedProcess process) {
        for (App app : apps.values()) {
            ManagedProcess other = app.process();
            if (other != null && other.pid() == process.pid()) return true;
        }
        return false;
    }

    /** What to save: the pulled list, and what it does not mention but this node has. */
    List<DeployInfo> withAbsent(List<DeployInfo> pulled) {
        List<DeployInfo> all = new ArrayList<>(pulled);
        Set<String> named = new HashSet<>();
        for (DeployInfo each : pulled) {
            ServiceInfo service = each.service();
            if (service != null && service.name() != null) named.add(service.name());
        }
        for (App app : apps.values()) {
            boolean kept = !named.contains(app.wanted().name()) && !app.removed();
            if (kept && !app.wanted().local()) all.add(app.wanted().deploy());
            else if (kept && !app.ended()) all.add(app.wanted().ended().deploy());
        }
        return all;
    }

    /** Compares the whole list with what there is. */
    void want(List<DeployInfo> pulled) {
        List<DesiredApp> list = checked(pulled);
        shop.folders().are(list);
        Set<String> now = new HashSet<>();
        for (DesiredApp each : list) {
            now.add(each.name());
            App app = apps.get(each.name());
            if (app == null) {
                App added = new App(shop, each);
                apps.put(each.name(), added);
                added.beginNew();
            } else {
                app.want(each);
            }
        }
        Set<String> missing = new HashSet<>(apps.keySet());
        missing.removeAll(now);
        for (String name : List.copyOf(missing)) {
            App app = apps.get(name);
            if (app != null && app.wanted().local() && !app.ended()) {
                app.want(app.wanted().ended()); // the file of this machine no longer names it
                missing.remove(name);
                continue;
            }
            if (app == null || !(app.removed() || app.wanted().local())) continue;
            apps.remove(name);
            missing.remove(name);
            shop.bulletin().forget(app.wanted().deploy().id());
        }
        if (!missing.isEmpty() && !missing.equals(absent)) {
            LOG.warn("{}: not in the list any more, kept as they are (only 'removed' uninstalls)", missing);
        }
        absent = missing;
        note(pulled, list);
    }

    private void note(List<DeployInfo> pulled, List<DesiredApp> list) {
        refused.values().forEach(shop.bulletin()::placement);
        list.forEach(each -> names.put(each.deploy().id(), each.name()));
        Set<Long> known = new HashSet<>();
        apps.values().forEach(app -> known.add(app.wanted().deploy().id()));
        names.keySet().retainAll(known);
        for (DeployInfo each : pulled) revision = Math.max(revision, each.revision());
    }

    /** Refuses, with a report, what cannot be; of two placements of one name the one that is not removed counts. */
    private List<DesiredApp> checked(List<DeployInfo> pulled) {
        Set<Long> before = Set.copyOf(refused.keySet());
        before.forEach(shop.bulletin()::forget);
        refused.clear();
        Map<String, DesiredApp> byName = new LinkedHashMap<>();
        Map<String, DesiredApp> gone = new HashMap<>();
        for (DeployInfo each : pulled) {
            ServiceInfo service = each.service();
            String name = service == null ? null : service.name();
            if (service == null || name == null || !ServiceName.is(name)) {
                refuse(before, each, PlacementState.FAILED, Reason.of(Code.BAD_NAME, "name", name));
                continue;
            }
            DesiredApp wanted = DesiredApp.of(each, name, service);
            boolean removed = wanted.goal() == DesiredApp.Goal.REMOVED;
            DesiredApp other = removed ? gone.putIfAbsent(name, wanted) : byName.putIfAbsent(name, wanted);
            if (other != null) {
                refuse(
                        before,
                        each,
                        removed ? PlacementState.REMOVED : PlacementState.FAILED,
                        Reason.of(
                                Code.NAME_TAKEN,
                                "name",
                                name,
                                "placement",
                                other.deploy().id()));
            }
        }
        gone.forEach((name, wanted) -> {
            DesiredApp successor = byName.putIfAbsent(name, wanted);
            if (successor != null) {
                Reason why = Reason.of(
                        Code.NAME_TAKEN_OVER, "placement", successor.deploy().id());
                refuse(before, wanted.deploy(), PlacementState.REMOVED, why);
            }
        });
        return List.copyOf(byName.values());
    }

    private void refuse(Set<Long> before, DeployInfo deploy, PlacementState state, Reason why) {
        if (!before.contains(deploy.id())) LOG.warn("placement {}: {}: {}", deploy.id(), state.wire(), why);
        PlacementReport report = new PlacementReport(
                deploy.id(),
                state.wire(),
                0,
                null,
                deploy.revision(),
                0,
                0,
                0,
                null,
                why.text(),
                null,
                false,
                shop.clock().millis(),
                why.parts());
        refused.put(deploy.id(), report);
    }

    /** At least one process was started by an earlier agent. */
    boolean hasAdopted() {
        for (App app : apps.values()) {
            ManagedProcess process = app.process();
            if (process != null && process.adopted()) return true;
        }
        return false;
    }

    /** What events may have missed, and what no event tells: memory. */
    void check() {
        for (App app : apps.values()) {
            ManagedProcess process = app.process();
            if (process != null
                    && process.adopted()
                    && !process.ended()
                    && !shop.table().runs(process.pid(), process.startTicks())) {
                app.missed(process);
            } else if (process != null && app.wanted().service().maxMemory() > 0) {
                shop.hands().execute(() -> {
                    long mb = shop.sessions().residentKb(process) / 1024;
                    shop.decisions().execute(() -> app.measured(process, mb));
                });
            }
            app.decide();
        }
    }

    /** Everything wanted, as last taken. */
    List<DeployInfo> wanted() {
        List<DeployInfo> all = new ArrayList<>();
        for (App app : apps.values()) all.add(app.wanted().deploy());
        return all;
    }

    boolean restart(String name, Reason why) {
        App app = apps.get(name);
        return app != null && app.restart(why);
    }

    /** The agent ends; returns the processes that are to end with it. */
    List<App.Leaving> leave() {
        List<App.Leaving> ending = new ArrayList<>();
        for (App app : apps.values()) {
            App.Leaving leaving = app.leave();
            if (leaving != null) ending.add(leaving);
        }
        return ending;
    }
}
