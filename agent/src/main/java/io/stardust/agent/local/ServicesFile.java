package io.stardust.agent.local;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.ServiceInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code stardust-agent.json}: {@code {"services": [{"name": …}]}}; docs/agent-local.md has every field.
 */
final class ServicesFile {
    private static final int MOST = 500;

    private ServicesFile() {}

    /**
     * Returns its services, in order.
     *
     * @throws BadFile if anything in it does not hold
     */
    static List<Entry> read(String text) {
        var top = new Fields(JsonLines.read(text), "");
        List<Item> items = top.list("services");
        top.end();
        if (items.size() > MOST) {
            throw new BadFile(
                    items.get(MOST).line(), "services: " + items.size() + " (expected: at most " + MOST + ")");
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Entry entry = Fields.service(items.get(i), "services[" + i + "]");
            if (!names.add(entry.name())) {
                throw new BadFile(
                        items.get(i).line(),
                        "services[" + i + "].name: '" + entry.name() + "' (expected: each name once)");
            }
            entries.add(entry);
        }
        return entries;
    }

    /** Writes what {@link #read} reads, without what is as it would be anyway. */
    static String write(List<Entry> entries) {
        var text = new StringBuilder("{\n  \"services\": [");
        String between = "\n";
        for (Entry entry : entries) {
            text.append(between).append("    ").append(json(entry));
            between = ",\n";
        }
        return text.append("\n  ]\n}\n").toString();
    }

    private static String json(Entry entry) {
        ServiceInfo service = entry.service();
        var json = new JsonText().open(null, '{').add("name", service.name());
        text(json, "fileName", service.fileName());
        text(json, "zipFile", entry.zipFile());
        text(json, "arguments", service.arguments());
        text(json, "workingDirectory", service.workingDirectory());
        text(json, "userName", service.userName());
        variables(json, service);
        json.add("enable", service.enable());
        String mode = DeployMode.of(service.mode()).name();
        json.add("mode", mode.charAt(0) + mode.substring(1).toLowerCase(java.util.Locale.ROOT));
        flag(json, "allowMultiple", service.allowMultiple());
        flag(json, "autoStop", service.autoStop());
        flag(json, "reloadOnChange", service.reloadOnChange());
        number(json, "maxMemory", service.maxMemory());
        number(json, "oomScoreAdjust", service.oomScoreAdjust());
        number(json, "priority", service.priority());
        text(json, "healthCheck", service.healthCheck());
        number(json, "port", service.port());
        return json.close('}').toString();
    }

    private static void variables(JsonText json, ServiceInfo service) {
        Map<String, String> map = service.environmentMap();
        if (map == null) {
            text(json, "environments", service.environments());
            return;
        }
        json.open("environments", '{');
        map.forEach(json::add);
        json.close('}');
    }

    private static void text(JsonText json, String name, @Nullable String value) {
        if (value != null) json.add(name, value);
    }

    private static void flag(JsonText json, String name, boolean value) {
        if (value) json.add(name, true);
    }

    private static void number(JsonText json, String name, int value) {
        if (value != 0) json.add(name, value);
    }
}
