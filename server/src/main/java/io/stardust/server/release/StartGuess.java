package io.stardust.server.release;

import io.stardust.protocol.deploy.CommandLine;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.start.FileKind;
import io.stardust.protocol.start.StartRules;
import io.stardust.protocol.start.StartRules.Found;
import io.stardust.server.deploy.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells what an agent would start of a package, by the same {@link StartRules}. It sees the package only: files that a
 * node has already may change the choice. For one call.
 */
final class StartGuess {
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
    List<Inspection.Start> starts() {
        if (deployment.mode() == DeployMode.HOSTED) return List.of(site());
        try {
            return run();
        } catch (IllegalArgumentException e) {
            warnings.add(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    /** What {@link #starts} found strange. */
    List<String> warnings() {
        return warnings;
    }

    private Inspection.Start site() {
        String page = zip.has("index.html")
                ? "index.html"
                : zip.top().stream().findFirst().orElse("/");
        return new Inspection.Start("web", page, "served by the node's web server", "a site");
    }

    private List<Inspection.Start> run() {
        String fileName =
                deployment.fileName() == null ? "" : deployment.fileName().strip();
        List<String> own = CommandLine.split(deployment.arguments());
        Optional<String> jar =
                StartRules.jar(zip.head(StartRules.MANIFEST, 1 << 16), fileName, zip::has, deployment.name());
        if (jar.isPresent()) {
            return List.of(new Inspection.Start(
                    "jar", jar.get(), joined("java -jar " + jar.get(), own), "the package is a runnable jar"));
        }
        if (fileName.isEmpty() || fileName.toLowerCase(Locale.ROOT).endsWith(".zip")) return search(fileName, own);
        List<String> arguments = StartRules.arguments(zip, own);
        if (zip.has(fileName)) return List.of(file(fileName, arguments, "named by the deployment"));
        warnings.add("start file '%s' is not in the package: it must be on the nodes already".formatted(fileName));
        return List.of(command(fileName, arguments, "named by the deployment"));
    }

    private List<Inspection.Start> search(String zipName, List<String> own) {
        Set<String> names = new LinkedHashSet<>(List.of(deployment.name()));
        if (!zipName.isEmpty()) names.add(zipName.substring(0, zipName.length() - ".zip".length()));
        names.add(app);
        return switch (StartRules.find(zip, names, own, name -> "$" + name)) {
            case Found.One(var start) -> List.of(shown(start));
            case Found.Several several -> {
                warnings.add(several.why());
                yield several.starts().stream().map(this::shown).toList();
            }
            case Found.Nothing(String why) -> {
                warnings.add(why + ", or choose the mode hosted for a site");
                yield List.of();
            }
        };
    }

    private Inspection.Start shown(io.stardust.protocol.start.Start start) {
        return start.isFile()
                ? file(start.target(), start.arguments(), start.why())
                : command(start.target(), start.arguments(), start.why());
    }

    private static Inspection.Start command(String name, List<String> arguments, String why) {
        return new Inspection.Start("executable", name, joined(name, arguments), why);
    }

    private Inspection.Start file(String path, List<String> arguments, String why) {
        FileKind kind = zip.kind(path);
        String command = switch (kind) {
            case JAR -> "java -jar " + path;
            case DOTNET -> "dotnet " + path;
            case PYTHON -> "python3 " + path;
            case NODE -> "node " + path;
            case SHELL -> "sh " + path;
            case SCRIPT, PROGRAM, DATA -> "./" + path;
        };
        String word = switch (kind) {
            case JAR -> "jar";
            case PYTHON, NODE, SHELL, SCRIPT -> "script";
            case DOTNET, PROGRAM, DATA -> "executable";
        };
        return new Inspection.Start(word, path, joined(command, arguments), why);
    }

    private static String joined(String command, List<String> arguments) {
        return Stream.concat(Stream.of(command), arguments.stream()).collect(Collectors.joining(" "));
    }
}
