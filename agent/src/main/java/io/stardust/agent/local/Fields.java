package io.stardust.agent.local;

import io.stardust.protocol.deploy.Probe;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.ServiceName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of the file, taken one by one: names in any case, numbers and truths also as text, as the
 * older XML has them. What was not taken is refused: a field that is silently not heard is worse than none.
 */
final class Fields {
    private static final List<String> MODES = List.of(
            "default:0",
            "standard:10",
            "shadow:11",
            "hosted:12",
            "task:13",
            "extract:12",
            "extractandrun:10",
            "runonce:13",
            "multiple:4"); // upstream's names of 0-4 come last
    private static final List<String> PRIORITIES =
            List.of("idle:-2", "belownormal:-1", "normal:0", "abovenormal:1", "high:2", "realtime:3");

    private final Item whole;
    private final String path;
    private final Map<String, Item> left = new HashMap<>();
    private final Map<String, String> spelt = new HashMap<>();

    /** {@code path} names the object in messages. */
    Fields(Item whole, String path) {
        this.whole = whole;
        this.path = path;
        if (!(whole.value() instanceof Map<?, ?> fields)) throw bad(whole, "", "an object");
        fields.forEach((name, item) -> {
            String key = String.valueOf(name).toLowerCase(Locale.ROOT);
            left.put(key, (Item) item);
            spelt.put(key, String.valueOf(name));
        });
    }

    /** Takes a service. */
    static Entry service(Item item, String path) {
        var fields = new Fields(item, path);
        String name = fields.text("name");
        if (name == null || !ServiceName.is(name)) {
            throw fields.bad(fields.whole, "name", "1 to 64 letters or digits, '.', '-' or '_'", name);
        }
        int mode = fields.choice("mode", MODES, 0, 13);
        Map<String, String> variables = fields.variables();
        boolean said = variables == null || variables.values().stream().noneMatch(value -> value.indexOf(';') >= 0);
        var service = new ServiceInfo(
                name,
                fields.text("filename"),
                fields.text("arguments"),
                fields.text("workingdirectory"),
                fields.text("username"),
                fields.flag("enable"),
                mode(mode),
                fields.flag("allowmultiple") || mode == 4,
                variables == null ? fields.text("environments") : said ? line(variables) : null,
                fields.flag("autostop"),
                fields.flag("reloadonchange"),
                fields.number("maxmemory", 0, Integer.MAX_VALUE),
                fields.number("oomscoreadjust", -1000, 1000),
                fields.choice("priority", PRIORITIES, -2, 3),
                fields.text("healthcheck"),
                fields.number("port", 0, 65_535),
                fields.probe("readiness"),
                fields.probe("liveness"),
                fields.text("reloadpatterns"),
                fields.text("keep"),
                fields.text("reloadcommand"),
                fields.text("portargument"),
                fields.number("stopwait", 0, 3_600),
                said ? null : variables,
                null,
                0);
        var entry = new Entry(service, fields.text("zipfile"));
        fields.end();
        return entry;
    }

    /** Old numbers by the seed's table; several at once is a shadow. */
    private static int mode(int number) {
        return io.stardust.protocol.deploy.DeployMode.of(number).number();
    }

    /** Takes a list of objects. */
    @SuppressWarnings("unchecked") // that is what Item says lists hold
    List<Item> list(String name) {
        Item item = left.remove(name);
        if (item == null) throw bad(whole, name, "a list");
        if (item.value() instanceof List<?> list) return (List<Item>) list;
        throw bad(item, name, "a list");
    }

    /** Fails if anything was not taken. */
    void end() {
        for (Map.Entry<String, Item> each : left.entrySet()) {
            String name = spelt.getOrDefault(each.getKey(), each.getKey());
            throw new BadFile(each.getValue().line(), at(name) + ": no such field");
        }
    }

    @Nullable
    String text(String name) {
        Item item = left.remove(name);
        if (item == null || item.value() == null) return null;
        if (item.value() instanceof String text) return text.isBlank() ? null : text.strip();
        throw bad(item, name, "text");
    }

    boolean flag(String name) {
        Item item = left.remove(name);
        if (item == null || item.value() == null) return false;
        if (item.value() instanceof Boolean flag) return flag;
        String text = item.value() instanceof String word ? word.strip().toLowerCase(Locale.ROOT) : "?";
        if (text.equals("true") || text.equals("1")) return true;
        if (text.equals("false") || text.equals("0") || text.isEmpty()) return false;
        throw bad(item, name, "true or false");
    }

    int number(String name, int min, int max) {
        Item item = left.remove(name);
        if (item == null || item.value() == null) return 0;
        Double number = number(item);
        if (number == null || number != Math.rint(number) || number < min || number > max) {
            throw bad(item, name, "a number " + min + "-" + max);
        }
        return number.intValue();
    }

    private static @Nullable Double number(Item item) {
        if (item.value() instanceof Double number) return number;
        if (!(item.value() instanceof String text)) return null;
        if (text.isBlank()) return 0.0;
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A number, or one of the names that stand for one; 0 when absent. */
    private int choice(String name, List<String> names, int min, int max) {
        Item item = left.get(name);
        String word = item != null && item.value() instanceof String text
                ? text.strip().toLowerCase(Locale.ROOT)
                : "";
        for (String each : names) {
            int colon = each.indexOf(':');
            if (word.isEmpty() || !each.substring(0, colon).equals(word)) continue;
            left.remove(name);
            return Integer.parseInt(each.substring(colon + 1));
        }
        if (item != null && item.value() != null && number(item) == null) {
            throw bad(
                    item,
                    name,
                    name.equals("mode")
                            ? "Standard, Shadow, Hosted or Task, or 0-4, 10-13"
                            : "Idle … RealTime, or -2-3");
        }
        int number = number(name, min, max);
        if (item != null && name.equals("mode") && number > 4 && number < 10) throw bad(item, name, "0-4 or 10-13");
        return number;
    }

    /** The object of variables; null when there is none, or a text in its place. */
    private @Nullable Map<String, String> variables() {
        Item item = left.get("environments");
        if (item == null || !(item.value() instanceof Map<?, ?> map)) return null;
        left.remove("environments");
        Map<String, String> variables = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            Item inner = (Item) Objects.requireNonNull(value);
            if (inner.value() instanceof Map || inner.value() instanceof List) {
                throw bad(inner, "environments." + key, "text");
            }
            variables.put(String.valueOf(key), inner.value() instanceof String word ? word : String.valueOf(inner));
        });
        return variables;
    }

    /** As {@code A=1;B=2}. */
    private static @Nullable String line(Map<String, String> variables) {
        return variables.isEmpty()
                ? null
                : variables.entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining(";"));
    }

    private @Nullable Probe probe(String name) {
        Item item = left.remove(name);
        if (item == null || item.value() == null) return null;
        var fields = new Fields(item, at(name));
        String kind = fields.text("kind");
        if (kind == null || !List.of("http", "tcp", "exec").contains(kind)) {
            throw bad(item, name + ".kind", "http, tcp or exec", kind);
        }
        var probe = new Probe(
                kind,
                fields.text("target"),
                fields.number("delayms", 0, 3_600_000),
                fields.number("periodms", 0, 3_600_000),
                fields.number("timeoutms", 0, 60_000),
                fields.number("failures", 0, 100),
                fields.text("expect"));
        fields.end();
        return probe;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private BadFile bad(Item item, String name, String expected) {
        String where = name.isEmpty() ? path.isEmpty() ? "the top" : path : at(spelt.getOrDefault(name, name));
        return new BadFile(item.line(), where + ": " + item + " (expected: " + expected + ")");
    }

    private BadFile bad(Item item, String name, String expected, @Nullable String found) {
        String text = found == null ? "missing" : "'" + found + "'";
        return new BadFile(item.line(), at(name) + ": " + text + " (expected: " + expected + ")");
    }
}
