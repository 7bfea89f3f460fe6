package io.stardust.agent.install;

import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds commands as a shell would: through PATH, the app's own before the agent's. Immutable. */
final class Search {
    private final Map<String, String> own;

    /** {@code own}: the agent's environment. */
    Search(Map<String, String> own) {
        this.own = Map.copyOf(own);
    }

    /** The executable file behind a bare command, absolute; null if there is none. */
    @Nullable
    Path find(String command, Map<String, String> environment) {
        for (String folder : folders(environment)) {
            Path file = file(folder, command);
            if (file != null && Files.isRegularFile(file) && Files.isExecutable(file)) return file;
        }
        return null;
    }

    private static @Nullable Path file(String folder, String command) {
        try {
            Path file = Path.of(folder).resolve(command);
            return file.isAbsolute() ? file : null;
        } catch (InvalidPathException e) {
            return null; // such a folder cannot exist here
        }
    }

    /** As {@link #find}, but a missing command is told together with where it was looked for. */
    Path require(String command, Map<String, String> environment, String step) throws InstallException {
        Path file = find(command, environment);
        if (file != null) return file;
        String looked = String.join(", ", folders(environment));
        throw new InstallException(step, Reason.of(Code.COMMAND_NOT_IN, "command", command, "folders", looked));
    }

    /** The app's JAVA_HOME, else PATH, else the runtime the agent itself runs on. */
    Path java(Map<String, String> environment, String step) throws InstallException {
        String home = environment.getOrDefault("JAVA_HOME", "");
        if (!home.isBlank()) {
            Path file = Path.of(home, "bin", "java");
            if (Files.isExecutable(file)) return file;
            throw new InstallException(step, Reason.of(Code.NO_JAVA, "file", file));
        }
        Path onPath = find("java", environment);
        if (onPath != null) return onPath;
        Path agents = Path.of(System.getProperty("java.home"), "bin", "java");
        if (Files.isExecutable(agents)) return agents;
        return require("java", environment, step);
    }

    private String[] folders(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", own.getOrDefault("PATH", "/usr/bin:/bin"));
        return path.split(java.io.File.pathSeparator);
    }
}
