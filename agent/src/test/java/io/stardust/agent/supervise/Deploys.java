package io.stardust.agent.supervise;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a desired state as they come over the wire: {@code run.sh} in the app's work directory, changed step by
 * step.
 */
record Deploys(long id, String name, Map<String, Object> entry, Map<String, Object> service) {

    static Deploys script(long id, String name) {
        Map<String, Object> service = Map.of("Name", name, "FileName", "run.sh", "Enable", true, "Mode", 10);
        Map<String, Object> entry = Map.of("Id", id, "Name", name, "Version", "v0", "Mode", 2, "Desired", "running");
        return new Deploys(id, name, entry, service);
    }

    /** The same with that field of the service, by its name on the wire. */
    Deploys with(String field, Object value) {
        return new Deploys(id, name, entry, changed(service, field, value));
    }

    /** The same with that field of the entry itself. */
    Deploys entry(String field, Object value) {
        return new Deploys(id, name, changed(entry, field, value), service);
    }

    private static Map<String, Object> changed(Map<String, Object> map, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(map);
        changed.put(field, value);
        return changed;
    }

    Deploys arguments(String to) {
        return with("Arguments", to);
    }

    Deploys desired(String to) {
        return entry("Desired", to);
    }

    Deploys restarts(long to) {
        return entry("Restarts", to);
    }

    Deploys task() {
        return with("Mode", 13);
    }

    Deploys hosted() {
        return with("Mode", 12);
    }

    Deploys maxMemory(int mb) {
        return with("MaxMemory", mb);
    }

    Deploys stopsWithAgent() {
        return with("AutoStop", true);
    }

    Deploys port(int to) {
        return with("Port", to);
    }

    Deploys user(String to) {
        return with("UserName", to);
    }

    Deploys file(String to) {
        return with("FileName", to);
    }

    Deploys readiness(String kind, @Nullable String target) {
        return with("Readiness", quick(kind, target, null));
    }

    Deploys readiness(String kind, @Nullable String target, String expect) {
        return with("Readiness", quick(kind, target, expect));
    }

    Deploys liveness(String kind, @Nullable String target) {
        return with("Liveness", quick(kind, target, null));
    }

    /** Asked every 0.1 s; two noes count. */
    private static Probe quick(String kind, @Nullable String target, @Nullable String expect) {
        return new Probe(kind, target, 0, 100, 300, 2, expect);
    }

    Deploys release(long release, String packageUrl, String hash) {
        return entry("ReleaseId", release)
                .entry("Version", "v" + release)
                .entry("Url", packageUrl)
                .entry("Sha256", hash);
    }

    public DeployInfo info(long revision) {
        Map<String, Object> all = changed(changed(entry, "Service", service), "Revision", revision);
        return Json.WIRE.read(Json.WIRE.bytes(all), DeployInfo.class);
    }
}
