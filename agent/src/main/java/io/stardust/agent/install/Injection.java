package io.stardust.agent.install;

import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables that every app gets, so that what watches it (our client library, a Java agent) finds server and name
 * by itself. The deployment's own win, but for the one that tells whose a process is. Thread-safe.
 */
final class Injection {
    private static final String INSTANCE = "STARDUST_INSTANCE";

    private final Layout layout;
    private final Whereabouts where;

    Injection(Layout layout, Whereabouts where) {
        this.layout = layout;
        this.where = where;
    }

    /** The plan with what the app is told added. */
    StartPlan into(StartPlan plan, DeployInfo deploy, Place place) {
        String app = deploy.name() == null || deploy.name().isBlank() ? place.name() : deploy.name();
        String node = node();
        Map<String, String> environment = new LinkedHashMap<>();
        if (!where.server().isEmpty()) {
            environment.put("STARDUST_SERVER", where.server());
            environment.put("StarServer", where.server());
        }
        environment.put("STARDUST_APP_ID", app);
        environment.put("STARDUST_NODE", node);
        if (deploy.version() != null) environment.put("STARDUST_RELEASE", deploy.version());
        Path secret = layout.secret(app);
        // of a placement even before it is there: the app looks again when it needs it
        if (secret == null && deploy.id() > 0) secret = layout.appKey(place.name());
        if (secret != null) environment.put("STARDUST_SECRET_FILE", secret.toString());
        environment.putAll(plan.environment());
        environment.put(INSTANCE, place.name() + "@" + node + beside(deploy)); // by it what is left behind is found
        return new StartPlan(withAgent(plan.command(), environment), plan.directory(), environment);
    }

    /**
     * Of two processes that stand beside each other for a while, the one at the second port has its port in its name.
     */
    private static String beside(DeployInfo deploy) {
        ServiceInfo service = deploy.service();
        if (service == null || service.overlapPort() == 0 || service.port() != service.overlapPort()) return "";
        return ":" + service.port();
    }

    private List<String> withAgent(List<String> command, Map<String, String> environment) {
        String file = where.javaAgent();
        if (file == null || !Files.isReadable(Path.of(file))) return command; // watching must not keep it from starting
        String option = "-javaagent:" + file;
        if (command.size() > 1 && command.get(1).equals("-jar")) {
            List<String> with = new ArrayList<>(command);
            with.add(1, option);
            return with;
        }
        environment.merge("JAVA_TOOL_OPTIONS", option, (own, ours) -> own + " " + ours);
        return command;
    }

    private String node() {
        String name = where.node();
        if (name != null && !name.isBlank()) return name;
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
