package io.stardust.agent.install;

import io.stardust.agent.files.Regular;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import io.stardust.protocol.deploy.CommandLine;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.ServiceName;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.start.Start;
import io.stardust.protocol.start.StartRules;
import io.stardust.protocol.start.StartRules.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out what to start for one deployment: the file it names, else what {@link StartRules} find in the package; and
 * how it is run on this machine. For one call.
 */
final class Starter {
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
            Launch launch = launch(environment);
            List<String> command = withPort(launch.command(), environment);
            return new StartPlan(command, directory(launch.folder()), environment);
        } catch (IllegalArgumentException e) {
            throw new InstallException(step, e.getMessage() == null ? "arguments" : e.getMessage(), e);
        } catch (IOException e) {
            throw new InstallException(step, Trouble.reason(e).in(Code.CANNOT_LOOK, "app", place.name()), e);
        }
    }

    private List<String> withPort(List<String> command, Map<String, String> environment) throws InstallException {
        try {
            return PortArgument.added(service, command, environment);
        } catch (IllegalArgumentException e) {
            throw new InstallException(step, "port argument of " + place.name() + ": " + e.getMessage(), e);
        }
    }

    /** In shadow mode the programs are elsewhere, and the folder may not be there. */
    private Path directory(String folder) {
        Path directory = place.directory().resolve(folder);
        return Files.isDirectory(directory) ? directory : place.directory();
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

    private List<String> arguments() throws InstallException {
        String line = service.arguments();
        return line == null || line.isBlank() ? List.of() : split("arguments", line);
    }

    private Launch launch(Map<String, String> environment) throws InstallException, IOException {
        List<String> own = arguments();
        String fileName = service.fileName() == null ? "" : service.fileName().strip();
        if (fileName.isEmpty() || fileName.toLowerCase(Locale.ROOT).endsWith(".zip")) {
            return search(fileName, own, environment);
        }
        List<String> arguments = StartRules.arguments(contents, own);
        Path file = contents.file(fileName);
        if (file != null) return new Launch(run(file, arguments, environment), "");
        Path program = program(fileName, environment);
        return new Launch(
                program.toString().equals(fileName)
                        ? run(program, arguments, environment)
                        : words(program, List.of(), arguments),
                "");
    }

    /** {@code folder}: where it runs, below the work directory. */
    private record Launch(List<String> command, String folder) {}

    /** A program outside the package: by its absolute path, or a command on PATH. */
    private Path program(String name, Map<String, String> environment) throws InstallException {
        Path command = path(name);
        if (command.isAbsolute()) {
            if (Files.isRegularFile(command)) return command;
            throw new InstallException(step, Reason.of(Code.COMMAND_NOT_FOUND, "command", command));
        }
        if (command.getNameCount() > 1) {
            throw new InstallException(
                    step, Reason.of(Code.START_FILE_OUTSIDE, "file", name, "folder", place.directory()));
        }
        int blank = name.indexOf(' ');
        if (blank > 0 && search.find(name, environment) == null) {
            throw new InstallException(
                    step,
                    Reason.of(
                            Code.START_FILE_LINE,
                            "file",
                            name,
                            "arguments",
                            name.substring(blank + 1).strip()));
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

    /** The deployment does not say what to start: look inside. */
    private Launch search(String zipName, List<String> own, Map<String, String> environment)
            throws InstallException, IOException {
        Found found = StartRules.find(contents, names(zipName), own, environment::get);
        if (found instanceof Found.Several several)
            throw new InstallException(step, Reason.of(Code.SEVERAL_STARTS, "files", targets(several)));
        if (found instanceof Found.Nothing nothing) throw new InstallException(step, nothing.why());
        Start start = ((Found.One) found).start();
        Path file = start.isFile() ? contents.file(start.target()) : null;
        if (file != null) return new Launch(run(file, start.arguments(), environment), start.folder());
        Path program =
                start.target().equals("java") ? search.java(environment, step) : program(start.target(), environment);
        return new Launch(words(program, List.of(), start.arguments()), start.folder());
    }

    private static String targets(Found.Several several) {
        return several.starts().stream().map(Start::target).collect(Collectors.joining(", "));
    }

    private Set<String> names(String zipName) {
        Set<String> names = new LinkedHashSet<>();
        names.add(place.name());
        if (!zipName.isEmpty()) names.add(zipName.substring(0, zipName.length() - ".zip".length()));
        String app = deploy.name();
        if (app != null && ServiceName.is(app)) names.add(app);
        return names;
    }

    private List<String> run(Path file, List<String> arguments, Map<String, String> environment)
            throws InstallException, IOException {
        return switch (Contents.kind(file)) {
            case JAR -> words(search.java(environment, step), List.of("-jar", file.toString()), arguments);
            case DOTNET -> interpreted("dotnet", file, arguments, environment);
            case PYTHON -> interpreted("python3", file, arguments, environment);
            case NODE -> interpreted("node", file, arguments, environment);
            case SHELL -> interpreted("sh", file, arguments, environment);
            case SCRIPT, PROGRAM, DATA -> {
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

    static void makeExecutable(Path file) throws IOException {
        if (!Files.isExecutable(file) && java.io.File.separatorChar != '\\') Regular.makeExecutable(file);
    }
}
