package io.stardust.server.deploy;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.deploy.Inspection.Start;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an agent would start of a package, by the rules of docs/deploy-packages.md, which the agent's own
 * {@code Starter} decides by. It sees the package only: files that a node has already may change the choice. For one
 * call.
 */
final class StartGuess {
    private static final List<String> SUFFIXES = List.of("", ".jar", ".sh", ".dll", ".py", ".exe");

    private final Deployment deployment;
    private final String app;
    private final PackageZip zip;
    private final List<String> warnings = new ArrayList<>();

    /** @param app the name of the deployment's app */
    StartGuess(Deployment deployment, String app, PackageZip zip) {
        this.deployment = deployment;
        this.app = app;
        this.zip = zip;
    }

    /** What would be started; see {@link Inspection#starts}. */
    List<Start> starts() {
        if (deployment.mode() == DeployMode.HOSTED) return List.of(site());
        String fileName =
                deployment.fileName() == null ? "" : deployment.fileName().strip();
        if (fileName.isEmpty() || fileName.toLowerCase(Locale.ROOT).endsWith(".zip")) return search(fileName);
        if (zip.has(fileName)) return List.of(start(fileName, arguments()));
        warnings.add("start file '%s' is not in the package: it must be on the nodes already".formatted(fileName));
        return List.of(new Start("executable", fileName, joined(fileName, arguments())));
    }

    /** What {@link #starts} found strange. */
    List<String> warnings() {
        return warnings;
    }

    private Start site() {
        String page = zip.has("index.html")
                ? "index.html"
                : zip.top().stream().findFirst().orElse("/");
        return new Start("web", page, "served by the node's web server");
    }

    private List<Start> search(String zipName) {
        Set<String> names = new LinkedHashSet<>(List.of(deployment.name()));
        if (!zipName.isEmpty()) names.add(zipName.substring(0, zipName.length() - ".zip".length()));
        names.add(app);
        for (String name : names) {
            for (String suffix : SUFFIXES) {
                if (zip.has(name + suffix) && kind(name + suffix) != Kind.DATA) {
                    return List.of(start(name + suffix, arguments()));
                }
            }
        }
        List<String> arguments = arguments();
        if (!arguments.isEmpty() && zip.has(arguments.getFirst()) && kind(arguments.getFirst()) != Kind.DATA) {
            return List.of(start(arguments.getFirst(), arguments.subList(1, arguments.size())));
        }
        return only();
    }

    /** The only one of its kind at the top; all of the kind when there are several. */
    private List<Start> only() {
        Map<Kind, List<String>> found = new LinkedHashMap<>();
        for (String path : zip.top()) {
            Kind kind = kind(path);
            if (kind == Kind.JAR && !zip.isRunnableJar(path)) continue;
            if (kind == Kind.DOTNET && !zip.has(path.replaceAll("(?i)\\.dll$", ".runtimeconfig.json"))) continue;
            found.computeIfAbsent(kind == Kind.SCRIPT ? Kind.NATIVE : kind, _ -> new ArrayList<>())
                    .add(path);
        }
        for (Kind kind : List.of(Kind.JAR, Kind.NATIVE, Kind.SHELL, Kind.DOTNET, Kind.PYTHON)) {
            List<String> files = found.getOrDefault(kind, List.of());
            if (files.isEmpty()) continue;
            if (files.size() > 1) {
                warnings.add("several files could be started: %s; name one as start file"
                        .formatted(String.join(", ", files)));
            }
            return files.stream().map(file -> start(file, arguments())).toList();
        }
        warnings.add(
                "nothing to start in the package; name the start file in the deployment, or choose the mode hosted "
                        + "for a site");
        return List.of();
    }

    private List<String> arguments() {
        @Nullable String line = deployment.arguments();
        if (line != null && !line.isBlank()) return List.of(line.strip().split("\\s+"));
        return zip.text("start.args")
                .lines()
                .map(String::strip)
                .filter(word -> !word.isEmpty() && !word.startsWith("#"))
                .toList();
    }

    private Start start(String path, List<String> arguments) {
        return switch (kind(path)) {
            case JAR -> new Start("jar", path, joined("java -jar " + path, arguments));
            case DOTNET -> new Start("executable", path, joined("dotnet " + path, arguments));
            case PYTHON -> new Start("script", path, joined("python3 " + path, arguments));
            case NODE -> new Start("script", path, joined("node " + path, arguments));
            case SHELL -> new Start("script", path, joined("sh " + path, arguments));
            case SCRIPT -> new Start("script", path, joined("./" + path, arguments));
            case NATIVE, DATA -> new Start("executable", path, joined("./" + path, arguments));
        };
    }

    private static String joined(String command, List<String> arguments) {
        return Stream.concat(Stream.of(command), arguments.stream()).collect(Collectors.joining(" "));
    }

    /** Tells by its name, else by its first bytes, what runs a file. */
    private Kind kind(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.endsWith(".jar") || name.endsWith(".war")) return Kind.JAR;
        if (name.endsWith(".dll")) return Kind.DOTNET;
        byte[] start = zip.start(path, 4);
        if (start.length >= 2 && start[0] == '#' && start[1] == '!') return Kind.SCRIPT;
        if (name.endsWith(".py")) return Kind.PYTHON;
        if (name.endsWith(".js") || name.endsWith(".mjs")) return Kind.NODE;
        if (name.endsWith(".sh")) return Kind.SHELL;
        boolean library = name.endsWith(".so") || name.contains(".so.");
        boolean elf = start.length == 4 && start[0] == 0x7F && start[1] == 'E' && start[2] == 'L' && start[3] == 'F';
        return (elf && !library) || name.endsWith(".exe") ? Kind.NATIVE : Kind.DATA;
    }

    /** What a file is run by. */
    private enum Kind {
        JAR,
        DOTNET,
        PYTHON,
        NODE,
        /** Without a first line that names its interpreter. */
        SHELL,
        /** With one. */
        SCRIPT,
        NATIVE,
        /** Nothing that could be started. */
        DATA
    }
}
