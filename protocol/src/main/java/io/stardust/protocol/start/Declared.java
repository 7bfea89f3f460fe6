package io.stardust.protocol.start;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.CommandLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a package itself says of its start: {@code Procfile} (Heroku: "name: command" a line) and {@code package.json}
 * (npm: scripts.start, main). No shell runs these lines; one that needs a shell is npm's, or is noted.
 */
final class Declared {
    private static final int TEXT = 64 << 10; // bytes
    private static final Pattern LINE = Pattern.compile("^([A-Za-z0-9_-]+):\\s*(.+)$");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\})");
    private static final Pattern NEEDS_SHELL = Pattern.compile("[&|;<>`*?~]|\\$\\(|\\$[^A-Za-z_{]");

    private final AppFiles files;
    private final Function<String, @Nullable String> variables;
    private final List<String> notes;

    /** @param notes takes what is declared and cannot be started */
    Declared(AppFiles files, Function<String, @Nullable String> variables, List<String> notes) {
        this.files = files;
        this.variables = variables;
        this.notes = notes;
    }

    /** The start that is declared, with {@code arguments} behind it; null when there is none. */
    @Nullable
    Start start(List<String> arguments) {
        Start start = files.has("Procfile") ? procfile(arguments) : null;
        return start != null || !files.has("package.json") ? start : node(arguments);
    }

    private @Nullable Start procfile(List<String> arguments) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : text("Procfile").lines().toList()) {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) lines.putIfAbsent(matcher.group(1), matcher.group(2));
        }
        String line = lines.get("web");
        if (line == null && lines.size() == 1) line = lines.values().iterator().next();
        if (line == null) return noted("its Procfile has no line 'web: …'");
        if (NEEDS_SHELL.matcher(line).find()) {
            return noted("the line '" + line + "' of its Procfile needs a shell: put it into a script");
        }
        List<String> words = split("its Procfile", line);
        if (words.isEmpty()) return null;
        List<String> expanded = new ArrayList<>();
        for (String word : words) expanded.add(expanded(word));
        return command(expanded, arguments, "Procfile");
    }

    private String expanded(String word) {
        return VARIABLE.matcher(word).replaceAll(found -> {
            String name = found.group(1) != null ? found.group(1) : found.group(2);
            String value = variables.apply(name);
            if (value == null) value = found.group(3) == null ? "" : found.group(3);
            return Matcher.quoteReplacement(value);
        });
    }

    private @Nullable Start node(List<String> arguments) {
        Object json;
        try {
            json = Json.PEOPLE.readAny(files.head("package.json", TEXT));
        } catch (Json.BadJson e) {
            return noted("its package.json is not readable as JSON");
        }
        if (!(json instanceof Map<?, ?> fields)) return null;
        Object scripts = fields.get("scripts");
        if (scripts instanceof Map<?, ?> map && map.get("start") instanceof String line && !line.isBlank()) {
            return npm(line.strip(), arguments);
        }
        String main = fields.get("main") instanceof String named ? plain(named) : "";
        for (String path : List.of(main, main + ".js", main + "/index.js", "server.js", "index.js")) {
            if (!path.isBlank() && files.has(path) && files.kind(path) == FileKind.NODE) {
                return new Start(path, true, "", arguments, "package.json");
            }
        }
        return main.isEmpty() ? null : noted("its package.json names " + main + ", which is not there");
    }

    /** Plain lines are run as npm would, without npm: it stands between the agent's signals and the app. */
    private @Nullable Start npm(String line, List<String> arguments) {
        List<String> words = NEEDS_SHELL.matcher(line).find() ? List.of() : split("its package.json", line);
        String program = words.isEmpty() ? "" : words.get(0);
        if (program.equals("node")) {
            for (String word : words.subList(1, words.size())) {
                if (word.startsWith("-")) continue;
                String script = plain(word);
                if (files.has(script) || files.has(script + ".js") || files.has(script + "/index.js")) {
                    return command(words, arguments, "package.json");
                }
                return noted("its package.json starts " + word + ", which is not there");
            }
        }
        String tool = "node_modules/.bin/" + program;
        if (!program.isEmpty() && files.has(tool)) {
            return new Start(tool, true, "", joined(words.subList(1, words.size()), arguments), "package.json");
        }
        List<String> more = arguments.isEmpty() ? List.of() : joined(List.of("--"), arguments);
        return new Start("npm", false, "", joined(List.of("start"), more), "package.json");
    }

    private Start command(List<String> words, List<String> arguments, String why) {
        String program = words.get(0);
        List<String> all = joined(words.subList(1, words.size()), arguments);
        String path = plain(program);
        return files.has(path) ? new Start(path, true, "", all, why) : new Start(program, false, "", all, why);
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private List<String> split(String where, String line) {
        try {
            return CommandLine.split(line);
        } catch (IllegalArgumentException e) {
            noted("the line '" + line + "' of " + where + ": " + e.getMessage());
            return List.of();
        }
    }

    private static List<String> joined(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private @Nullable Start noted(String note) {
        if (notes.size() < 3) notes.add(note);
        return null;
    }

    private String text(String path) {
        String text = new String(files.head(path, TEXT), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
