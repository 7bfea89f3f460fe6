package io.stardust.agent.supervise;

import io.stardust.protocol.deploy.ServiceInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Works out how a process is started and refuses what cannot be, in words for people. Thread-safe. */
final class Launcher {
    private final Map<String, String> own;
    private final @Nullable String setsid;

    /** @param own The agent's environment; children get it without what is meant for Stardust alone. */
    Launcher(Map<String, String> own) {
        this.own = own;
        this.setsid = onPath("setsid", own.get("PATH"));
    }

    /** A start that cannot work; the message is for people. */
    static final class Unstartable extends Exception {
        private static final long serialVersionUID = 1L;

        Unstartable(String message) {
            super(message);
        }
    }

    /**
     * Prepares a start: checks program, directory and user; changes nothing but that the output gets a folder.
     *
     * @param additions To the environment.
     * @param output Its folder is made.
     */
    Launch look(List<String> command, Path directory, Map<String, String> additions, ServiceInfo service, Path output)
            throws Unstartable, InterruptedException {
        Map<String, String> environment = environment(additions);
        if (command.isEmpty()) throw new Unstartable("nothing to start: the command is empty");
        if (!Files.isDirectory(directory))
            throw new Unstartable("work directory %s does not exist".formatted(directory));
        checkProgram(command.getFirst(), directory, environment.get("PATH"));
        List<String> wrapped = new ArrayList<>();
        if (setsid != null) wrapped.add(setsid);
        if (service.priority() != 0) wrapped.addAll(nice(service.priority()));
        String user = otherUser(service);
        if (user != null) {
            principal(user);
            wrapped.addAll(become(user, environment.get("PATH")));
        }
        wrapped.addAll(command);
        makeFolder(output);
        return new Launch(command, wrapped, directory, environment, service.oomScoreAdjust(), output);
    }

    /** Gives the directory to the user that the app runs as, if that is not the agent's own. */
    void handOver(Path directory, ServiceInfo service) throws Unstartable {
        String user = otherUser(service);
        if (user != null) give(directory, user);
    }

    private static @Nullable String otherUser(ServiceInfo service) {
        String user = service.userName();
        return user == null || user.isBlank() || user.equals(System.getProperty("user.name")) ? null : user;
    }

    /** As the other, for a short command that runs as the agent does. */
    Launch look(List<String> command, Path directory, Map<String, String> additions, Path output) throws Unstartable {
        Map<String, String> environment = environment(additions);
        checkProgram(command.getFirst(), directory, environment.get("PATH"));
        List<String> wrapped = new ArrayList<>();
        if (setsid != null) wrapped.add(setsid);
        wrapped.addAll(command);
        makeFolder(output);
        return new Launch(command, wrapped, directory, environment, 0, output);
    }

    private static void makeFolder(Path output) throws Unstartable {
        try {
            Path folder = output.toAbsolutePath().getParent();
            if (folder != null) Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Unstartable("no folder for the output: " + e);
        }
    }

    private Map<String, String> environment(Map<String, String> additions) {
        Map<String, String> environment = new TreeMap<>(own);
        environment.keySet().removeIf(name -> name.startsWith("STARDUST_")); // the agent's own: tokens among them
        environment.putAll(additions);
        return environment;
    }

    private static void checkProgram(String program, Path directory, @Nullable String path) throws Unstartable {
        if (!program.contains("/")) {
            if (onPath(program, path) == null)
                throw new Unstartable("command '%s' not found on PATH %s".formatted(program, path));
            return;
        }
        Path file = directory.resolve(program);
        if (!Files.isRegularFile(file)) throw new Unstartable("program %s does not exist".formatted(file));
        if (!Files.isExecutable(file)) throw new Unstartable("program %s is not executable".formatted(file));
    }

    private static @Nullable String onPath(String program, @Nullable String path) {
        for (String folder : (path == null ? "/usr/bin:/bin" : path).split(":", -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) return file.toString();
        }
        return null;
    }

    /** Seed: -2 idle, -1 below normal, 1 above normal, 2 high, 3 real time. */
    private static List<String> nice(int priority) {
        int nice = switch (Math.clamp(priority, -2, 3)) {
            case -2 -> 19;
            case -1 -> 10;
            case 1 -> -5;
            case 2 -> -10;
            case 3 -> -20;
            default -> 0;
        };
        return List.of("nice", "-n", Integer.toString(nice));
    }

    private static List<String> become(String user, @Nullable String path) throws Unstartable, InterruptedException {
        if (onPath("setpriv", path) == null) {
            throw new Unstartable("cannot run as user '%s': setpriv is not installed".formatted(user));
        }
        return List.of("setpriv", "--reuid=" + user, "--regid=" + group(user), "--init-groups", "--");
    }

    /** Makes {@code user} the owner of the folder and of all that is in it. */
    static void give(Path directory, String user) throws Unstartable {
        UserPrincipal principal = principal(user);
        try {
            own(directory, principal);
        } catch (IOException e) {
            throw new Unstartable("directory %s cannot be given to user '%s': %s".formatted(directory, user, e));
        }
    }

    /** Somebody whom the agent can become. */
    private static UserPrincipal principal(String user) throws Unstartable {
        String self = System.getProperty("user.name");
        UserPrincipal principal;
        try {
            principal = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
        } catch (UserPrincipalNotFoundException e) {
            throw new Unstartable("user '%s' does not exist on this node".formatted(user));
        } catch (IOException e) {
            throw new Unstartable("user '%s' cannot be looked up: %s".formatted(user, e));
        }
        if (!"root".equals(self)) {
            throw new Unstartable(
                    "cannot run as user '%s': the agent runs as '%s' (expected: root)".formatted(user, self));
        }
        return principal;
    }

    /** The user's own group, from the system's tables whatever is behind them. */
    private static String group(String user) throws Unstartable, InterruptedException {
        try {
            Process id = new ProcessBuilder("id", "-g", "--", user)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String group = new String(id.getInputStream().readNBytes(100), StandardCharsets.UTF_8).strip();
            if (id.waitFor(10, TimeUnit.SECONDS) && id.exitValue() == 0) return group;
        } catch (IOException e) {
            throw new Unstartable("the group of user '%s' cannot be looked up: %s".formatted(user, e));
        }
        throw new Unstartable("user '%s' has no group on this node".formatted(user));
    }

    private static void own(Path directory, UserPrincipal user) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return give(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return give(file);
            }

            private FileVisitResult give(Path path) throws IOException {
                PosixFileAttributeView view = Files.getFileAttributeView(
                        path, PosixFileAttributeView.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                if (view != null && !view.getOwner().equals(user)) view.setOwner(user);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
