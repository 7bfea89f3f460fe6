package io.stardust.agent.local;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What programs on this machine may ask the agent, and its answers; the doors carry them. Thread-safe. Environments and
 * arguments of services are told to nobody: they hold secrets.
 */
public final class LocalAnswers {
    private final About about;
    private final LocalServices services;
    private final Supplier<List<PlacementReport>> states;
    private final Watchdog watchdog;
    private final Restarts restarts;
    private final InstantSource clock;

    /**
     * What the agent is.
     *
     * @param node its name on the wire; null before its first login
     * @param connected whether calls to the server work now
     * @param loops its background loops
     */
    public record About(
            String version,
            String data,
            Supplier<String> ips,
            Supplier<String> server,
            Supplier<@Nullable String> node,
            Supplier<Boolean> connected,
            long startedAt,
            Supplier<List<LoopState>> loops) {}

    /** Ends an app and starts it anew. */
    public interface Restarts {
        /** False when there is no such app, or nobody wants it to run. */
        boolean restart(String name, Reason why) throws InterruptedException;
    }

    public LocalAnswers(
            About about,
            LocalServices services,
            Supplier<List<PlacementReport>> states,
            Watchdog watchdog,
            Restarts restarts,
            InstantSource clock) {
        this.about = about;
        this.services = services;
        this.states = states;
        this.watchdog = watchdog;
        this.restarts = restarts;
        this.clock = clock;
    }

    /** The question is not answered; the message may be shown. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        final int code;

        Refused(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    /**
     * Answers one question of upstream's local protocol.
     *
     * @param loopback whether it was asked from this machine itself
     */
    String answer(String action, byte[] data, boolean loopback) throws Refused, InterruptedException {
        String name = action.substring(action.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.equals("info")) return info(loopback);
        if (!loopback) throw new Refused(403, action + ": answered to this machine only");
        return switch (name) {
            case "ping" -> ping(arguments(data));
            case "setserver" -> new JsonText().add(null, about.server.get()).toString(); // this agent always has one
            case "getservices" -> all();
            case "startservice" -> act(arguments(data), Act.START);
            case "stopservice" -> act(arguments(data), Act.STOP);
            case "restartservice" -> act(arguments(data), Act.RESTART);
            default -> throw new Refused(404, action + ": not known here");
        };
    }

    /** What can be done to a service. */
    enum Act {
        START,
        STOP,
        RESTART
    }

    private static Fields arguments(byte[] data) throws Refused {
        try {
            String text = data.length == 0 ? "{}" : new String(data, java.nio.charset.StandardCharsets.UTF_8);
            return new Fields(JsonLines.read(text), "");
        } catch (BadFile e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
    }

    /** Upstream's AgentInfo; others on the network learn what they need to find the server, and no more. */
    private String info(boolean loopback) {
        ProcessHandle self = ProcessHandle.current();
        var json = new JsonText()
                .open(null, '{')
                .add("ProcessId", self.pid())
                .add("ProcessName", "StarAgent")
                .add("Version", about.version)
                .add("FileName", loopback ? self.info().command().orElse(null) : null)
                .add("Arguments", (String) null)
                .add("IP", about.ips.get())
                .add("Server", about.server.get())
                .add("PluginServer", (String) null)
                .add("Code", about.node.get());
        json.open("Services", '[');
        if (loopback) for (DeployInfo each : services.everything()) json.add(null, name(each));
        json.close(']').open("Loops", '[');
        if (loopback) for (LoopState each : about.loops.get()) json.add(null, each.words());
        return json.close(']').close('}').toString();
    }

    private static String name(DeployInfo deploy) {
        ServiceInfo service = deploy.service();
        return service == null ? "" : String.valueOf(service.name());
    }

    private String ping(Fields fields) throws Refused {
        try {
            long pid = fields.number("processid", 0, Integer.MAX_VALUE);
            int seconds = fields.number("watchdogtimeout", 0, Integer.MAX_VALUE);
            String app = fields.text("appname");
            if (pid > 0) watchdog.called(pid, app == null ? "process " + pid : app, seconds);
        } catch (BadFile e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
        return new JsonText()
                .open(null, '{')
                .add("ServerTime", clock.millis())
                .close('}')
                .toString();
    }

    private String all() {
        Map<Long, PlacementReport> known = known();
        var json = new JsonText().open(null, '{').open("Services", '[');
        for (DeployInfo each : services.everything()) {
            ServiceInfo service = each.service();
            if (service != null)
                json.raw(null, new String(Json.WIRE.bytes(told(service)), java.nio.charset.StandardCharsets.UTF_8));
        }
        json.close(']').open("RunningServices", '[');
        for (DeployInfo each : services.everything()) {
            PlacementReport state = known.get(each.id());
            if (state == null || state.pid() == 0) continue;
            json.open(null, '{')
                    .add("Name", name(each))
                    .add("ProcessId", state.pid())
                    .add("ProcessName", name(each))
                    .add("CreateTime", Instant.ofEpochMilli(state.startTime()).toString())
                    .close('}');
        }
        return json.close(']').close('}').toString();
    }

    private Map<Long, PlacementReport> known() {
        Map<Long, PlacementReport> known = new HashMap<>();
        for (PlacementReport each : states.get()) known.put(each.id(), each);
        return known;
    }

    private static ServiceInfo told(ServiceInfo s) {
        return new ServiceInfo(
                s.name(),
                s.fileName(),
                null,
                s.workingDirectory(),
                s.userName(),
                s.enable(),
                s.mode(),
                s.allowMultiple(),
                null,
                s.autoStop(),
                s.reloadOnChange(),
                s.maxMemory(),
                s.oomScoreAdjust(),
                s.priority(),
                s.healthCheck(),
                s.port(),
                null,
                null,
                null,
                null,
                null,
                null,
                s.stopWait(),
                null,
                null,
                0);
    }

    private String act(Fields fields, Act act) throws Refused, InterruptedException {
        String name;
        try {
            name = fields.text("servicename");
        } catch (BadFile e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
        String wrong = name == null ? "serviceName: missing" : act(name, act);
        return new JsonText()
                .open(null, '{')
                .add("Success", wrong == null)
                .add("Message", wrong)
                .add("ServiceName", name)
                .close('}')
                .toString();
    }

    /** Does it; returns what is wrong, null when it was done. */
    @Nullable
    String act(String name, Act act) throws InterruptedException {
        if (act != Act.RESTART) return services.ask(name, act == Act.START);
        boolean done = restarts.restart(name, Reason.of(Code.RESTART_ASKED_HERE));
        return done ? null : "no service " + name + " runs here";
    }

    /** For our own command line: the agent and how it fares. */
    String status() {
        int running = 0;
        List<DeployInfo> all = services.everything();
        Map<Long, PlacementReport> known = known();
        for (DeployInfo each : all) {
            PlacementReport state = known.get(each.id());
            if (state != null && state.pid() != 0) running++;
        }
        return new JsonText()
                .open(null, '{')
                .add("processId", ProcessHandle.current().pid())
                .add("version", about.version)
                .add("data", about.data)
                .add("server", about.server.get())
                .add("connected", about.connected.get())
                .add("code", about.node.get())
                .add("startedAt", about.startedAt)
                .add("services", all.size())
                .add("running", running)
                .add("problem", services.problem())
                .close('}')
                .toString();
    }

    /** For our own command line: every service here, whose it is and how it fares. */
    String list() {
        Map<Long, PlacementReport> known = known();
        var json = new JsonText().open(null, '{').open("items", '[');
        for (DeployInfo each : services.everything()) line(json, name(each), each, known.get(each.id()));
        for (String name : shadowed()) {
            json.open(null, '{')
                    .add("name", name)
                    .add("origin", "local")
                    .add("shadowed", true)
                    .close('}');
        }
        return json.close(']').add("problem", services.problem()).close('}').toString();
    }

    private static void line(JsonText json, String name, DeployInfo deploy, @Nullable PlacementReport state) {
        json.open(null, '{')
                .add("name", name)
                .add("origin", deploy.id() < 0 ? "local" : "platform")
                .add("version", deploy.version())
                .add("desired", deploy.desired())
                .add("state", state == null ? null : state.state())
                .add("reason", state == null ? null : state.reason())
                .add("processId", state == null ? 0 : state.pid())
                .add("startedAt", state == null ? 0 : state.startTime())
                .add("crashes", state == null ? 0 : state.crashes())
                .add("shadowed", false)
                .close('}');
    }

    private List<String> shadowed() {
        List<String> names = new ArrayList<>();
        services.report().forEach(each -> {
            if (each.shadowed()) names.add(String.valueOf(each.name()));
        });
        return names;
    }
}
