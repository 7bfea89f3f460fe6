package io.stardust.agent.install;

import io.stardust.agent.files.Regular;
import io.stardust.agent.files.Trouble;
import io.stardust.protocol.deploy.CommandLine;
import io.stardust.agent.install.Contents.Kind;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what to start for one deployment; docs/deploy-packages.md tells people the same rules. The order is
 * upstream's (its DeployStrategyBase), with jars and scripts where it has Windows programs. For one call.
 */
final class Starter {
    /** Optional file at the top of a package: one argument a line, used when the deployment gives none. */
    static final String ARGUMENTS_FILE = "start.args";

    private static final int MAX_ARGUMENTS_BYTES = 64 << 10;
    private static final List<String> SUFFIXES = List.of("", ".jar", ".sh", ".dll", ".py", ".exe");

    private final DeployInfo deploy;
    private final ServiceInfo service;
    private final Place place;
    private final Contents contents;
    private final Search search;
    private final String step;

    Starter(DeployInfo deploy, Place place, Contents contents, Search search, String step) throws InstallException {
        this.deploy = deploy;
        this.service = Layout.service(deploy, step);
        this.place = place;
        this.contents = contents;
        this.search = search;
        this.step = step;
    }

    /** What would be started; makes a program that is to be started itself executable. */
    StartPlan plan() throws InstallException {
        try {
            Map<String, String> environment = environment();
            List<String> arguments = arguments();
            List<String> command = PortArgument.added(service, command(arguments, environment), environment);
            return new StartPlan(command, place.directory(), environment);
        } catch (IllegalArgumentException e) {
            throw new InstallException(step, "port argument of " + place.name() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InstallException(
                    step, "cannot look through the files of " + place.name() + ": " + Trouble.words(e), e);
        }
    }

    /** What tells the program that serves a hosted app that its files are new; empty = nobody is told. */
    Optional<StartPlan> reload() throws InstallException {
        String line = service.reloadCommand();
        if (line == null || line.isBlank()) return Optional.empty();
        try {
            Map<String, String> environment = environment();
            List<String> words = split("reload command", line);
            Path file = words.getFirst().contains("/") ? contents.file(words.getFirst()) : null;
            List<String> arguments = words.subList(1, words.size());
            List<String> command = file == null
                    ? words(program(words.getFirst(), environment), List.of(), arguments)
                    : run(file, arguments, environment);
            return Optional.of(new StartPlan(command, place.directory(), environment));
        } catch (IOException e) {
            throw new InstallException(
                    step, "cannot look for the reload command of " + place.name() + ": " + Trouble.words(e), e);
        }
    }

    private List<String> split(String field, String line) throws InstallException {
        if (line.indexOf('\0') >= 0) throw new InstallException(step, field + ": a NUL character");
        try {
            return CommandLine.split(line);
        } catch (IllegalArgumentException e) {
            throw new InstallException(step, field + " '" + line + "': " + e.getMessage(), e);
        }
    }

    private Map<String, String> environment() throws InstallException {
        Map<String, String> environment = new LinkedHashMap<>();
        String app = deploy.name();
        environment.put("BasePath", place.directory().toString());
        environment.put("StarAppId", app == null || app.isBlank() ? place.name() : app);
        if (service.port() > 0) environment.put("PORT", Integer.toString(service.port()));
        try {
            environment.putAll(Words.environment(service));
        } catch (IllegalArgumentException e) {
            throw new InstallException(step, "environment of " + place.name() + ": " + e.getMessage(), e);
        }
        return environment;
    }

    private List<String> arguments() throws InstallException, IOException {
        String line = service.arguments();
        if (line != null && !line.isBlank()) {
            return split("arguments", line);
        }
        Path file = contents.file(ARGUMENTS_FILE);
        if (file == null) return List.of();
        byte[] bytes = Regular.own(file, MAX_ARGUMENTS_BYTES + 1); // it ends up where everybody sees it
        if (bytes.length > MAX_ARGUMENTS_BYTES) {
            throw new InstallException(step, ARGUMENTS_FILE + " is larger than " + MAX_ARGUMENTS_BYTES + " bytes");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.lines()
                .filter(word -> !word.isBlank() && !word.startsWith("#"))
                .map(String::strip)
                .toList();
    }

    private List<String> command(List<String> arguments, Map<String, String> environment)
            throws InstallException, IOException {
        String fileName = service.fileName() == null ? "" : service.fileName().strip();
        if (fileName.isEmpty() || fileName.toLowerCase(Locale.ROOT).endsWith(".zip")) {
            return search(fileName, arguments, environment);
        }
        Path file = contents.file(fileName);
        if (file != null) return run(file, arguments, environment);
        Path program = program(fileName, environment);
        return program.toString().equals(fileName)
                ? run(program, arguments, environment)
                : words(program, List.of(), arguments);
    }

    /** A program outside the package: by its absolute path, or a command on PATH. */
    private Path program(String name, Map<String, String> environment) throws InstallException {
        Path command = path(name);
        if (command.isAbsolute()) {
            if (Files.isRegularFile(command)) return command;
            throw new InstallException(step, "command not found: " + command);
        }
        if (command.getNameCount() > 1) {
            throw new InstallException(step, "file '" + name + "' is not below " + place.directory());
        }
        return search.require(name, environment, step);
    }

    private Path path(String fileName) throws InstallException {
        try {
            return Path.of(fileName);
        } catch (InvalidPathException e) {
            throw new InstallException(step, "start file '" + fileName + "': " + e.getReason(), e);
        }
    }

    /** The package does not say what to start: look inside, first among its own files, then in the work directory. */
    private List<String> search(String zipName, List<String> arguments, Map<String, String> environment)
            throws InstallException, IOException {
        Path named = named(names(zipName));
        if (named != null) return run(named, arguments, environment);
        Path first = arguments.isEmpty() ? null : contents.file(arguments.getFirst());
        if (first != null && Contents.kind(first) != Kind.DATA) {
            return run(first, arguments.subList(1, arguments.size()), environment);
        }
        Path only = only(contents.packagedTop());
        if (only == null) only = only(contents.top());
        if (only != null) return run(only, arguments, environment);
        throw new InstallException(
                step,
                "nothing to start in the package (looked for " + String.join(", ", names(zipName))
                        + " without and with .jar, .sh, .dll, .py; for the only runnable jar, program or script at its"
                        + " top); name the start file in the deployment");
    }

    private Set<String> names(String zipName) {
        Set<String> names = new LinkedHashSet<>();
        names.add(place.name());
        if (!zipName.isEmpty()) names.add(zipName.substring(0, zipName.length() - ".zip".length()));
        String app = deploy.name();
        if (app != null && Layout.isName(app)) names.add(app);
        return names;
    }

    private @Nullable Path named(Set<String> names) {
        for (String name : names) {
            for (String suffix : SUFFIXES) {
                Path file = contents.file(name + suffix);
                if (file == null) continue;
                if (Contents.kind(file) != Kind.DATA || (suffix.isEmpty() && Files.isExecutable(file))) return file;
            }
        }
        return null;
    }

    /** The only one of its kind, kinds in the order jar, program, script, .NET, Python. */
    private @Nullable Path only(Collection<String> top) throws InstallException {
        Map<Kind, List<Path>> found = new LinkedHashMap<>();
        for (String name : top) {
            Path file = contents.file(name);
            if (file == null) continue;
            Kind kind = Contents.kind(file);
            if (kind == Kind.JAR && !isRunnable(file)) continue;
            if (kind == Kind.DOTNET && contents.file(name.replaceAll("(?i)\\.dll$", ".runtimeconfig.json")) == null) {
                continue;
            }
            found.computeIfAbsent(kind, k -> new ArrayList<>()).add(file);
        }
        for (Kind kind : List.of(Kind.JAR, Kind.NATIVE, Kind.SHELL, Kind.DOTNET, Kind.PYTHON)) {
            List<Path> files = found.getOrDefault(kind, List.of());
            if (files.size() == 1) return files.getFirst();
            if (files.isEmpty()) continue;
            List<String> names =
                    files.stream().map(f -> String.valueOf(f.getFileName())).toList();
            throw new InstallException(
                    step, "several files could be started: " + String.join(", ", names) + "; name one as start file");
        }
        return null;
    }

    private static boolean isRunnable(Path jar) {
        return PortArgument.manifest(jar).lines().anyMatch(line -> line.startsWith("Main-Class:"));
    }

    private List<String> run(Path file, List<String> arguments, Map<String, String> environment)
            throws InstallException, IOException {
        return switch (Contents.kind(file)) {
            case JAR -> words(search.java(environment, step), List.of("-jar", file.toString()), arguments);
            case DOTNET -> interpreted("dotnet", file, arguments, environment);
            case PYTHON -> interpreted("python3", file, arguments, environment);
            case NODE -> interpreted("node", file, arguments, environment);
            case SHELL -> interpreted("sh", file, arguments, environment);
            case NATIVE, DATA -> {
                makeExecutable(file);
                yield words(file, List.of(), arguments);
            }
        };
    }

    private List<String> interpreted(
            String interpreter, Path file, List<String> arguments, Map<String, String> environment)
            throws InstallException {
        return words(search.require(interpreter, environment, step), List.of(file.toString()), arguments);
    }

    private static List<String> words(Path program, List<String> first, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(first);
        command.addAll(arguments);
        return command;
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!Files.isExecutable(file) && java.io.File.separatorChar != '\\') Regular.makeExecutable(file);
    }
}
