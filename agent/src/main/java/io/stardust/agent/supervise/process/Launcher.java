package io.stardust.agent.supervise.process;

import io.stardust.agent.files.Gift;
import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Works out how a process is started and refuses what cannot be, in words for people. Thread-safe. */
public final class Launcher {
    /** Names the variables that the agent's start script has set for the agent alone; see packaging/agent/agent.in. */
    private static final String OWN = "STARDUST_OWN";
    /** With the name behind it, the value that such a variable had before. */
    private static final String WAS = "STARDUST_WAS_";
    /** What its service manager and whoever set up its Java mean for the agent and nobody else. */
    private static final Set<String> AGENT = Set.of(
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "NOTIFY_SOCKET",
            "INVOCATION_ID",
            "JOURNAL_STREAM",
            "SYSTEMD_EXEC_PID",
            "MEMORY_PRESSURE_WATCH",
            "MEMORY_PRESSURE_WRITE",
            "WATCHDOG_USEC",
            "WATCHDOG_PID",
            "CREDENTIALS_DIRECTORY");

    private final Map<String, String> own;
    private final @Nullable String setsid;

    /** @param own The agent's environment; children get it without what is meant for Stardust alone. */
    public Launcher(Map<String, String> own) {
        this.own = own;
        this.setsid = onPath("setsid", own.get("PATH"));
    }

    /** A start that cannot work; the message is for people. */
    public static final class Unstartable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Reason reason;

        Unstartable(Reason reason) {
            super(reason.text());
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }

    /**
     * Prepares a start: checks program, directory and user; changes nothing but that the output gets a folder.
     *
     * @param additions To the environment.
     * @param output Its folder is made.
     */
    public Launch look(
            List<String> command, Path directory, Map<String, String> additions, ServiceInfo service, Path output)
            throws Unstartable, InterruptedException {
        String user = other(service);
        Account account = user == null ? null : Account.of(user);
        Map<String, String> environment = environment(account, additions);
        if (command.isEmpty()) throw new Unstartable(Reason.of(Code.NO_COMMAND));
        if (!Files.isDirectory(directory))
            throw new Unstartable(Reason.of(Code.NO_WORK_DIRECTORY, "folder", directory));
        checkProgram(command.getFirst(), directory, environment.get("PATH"));
        List<String> wrapped = new ArrayList<>();
        if (setsid != null) wrapped.add(setsid);
        if (service.priority() != 0) wrapped.addAll(nice(service.priority()));
        if (account != null) {
            principal(account.name());
            wrapped.addAll(become(account, environment.get("PATH")));
        }
        wrapped.addAll(command);
        makeFolder(output);
        return new Launch(command, wrapped, directory, environment, service.oomScoreAdjust(), output);
    }

    /** Gives a folder to the user that the app runs as, if that is another one than the agent's. */
    public void give(Path directory, ServiceInfo service) throws Unstartable {
        String user = other(service);
        if (user != null) give(directory, user);
    }

    /** As the other, for a short command that runs as the agent does. */
    public Launch look(List<String> command, Path directory, Map<String, String> additions, Path output)
            throws Unstartable {
        Map<String, String> environment = environment(null, additions);
        checkProgram(command.getFirst(), directory, environment.get("PATH"));
        List<String> wrapped = new ArrayList<>();
        if (setsid != null) wrapped.add(setsid);
        wrapped.addAll(command);
        makeFolder(output);
        return new Launch(command, wrapped, directory, environment, 0, output);
    }

    /** Makes folder and file of an output, so that they are the agent's alone: what starts inherits the file open. */
    private static void makeFolder(Path output) throws Unstartable {
        try {
            Path folder = output.toAbsolutePath().getParent();
            if (folder != null) Modes.makeFolder(folder);
            Modes.makeFile(output);
        } catch (IOException e) {
            throw new Unstartable(Trouble.reason(e).in(Code.NO_OUTPUT));
        }
    }

    private Map<String, String> environment(@Nullable Account account, Map<String, String> additions) {
        Map<String, String> environment = new TreeMap<>(own);
        for (String name : own.getOrDefault(OWN, "").split(" ")) {
            environment.remove(name); // the agent's start script has set it, for the agent
            String before = own.get(WAS + name);
            if (before != null) environment.put(name, before);
        }
        environment.keySet().removeAll(AGENT);
        environment.keySet().removeIf(name -> name.startsWith("STARDUST_")); // the agent's own: tokens among them
        if (account != null) environment.putAll(account.environment());
        environment.putAll(additions);
        return environment;
    }

    private static void checkProgram(String program, Path directory, @Nullable String path) throws Unstartable {
        if (!program.contains("/")) {
            if (onPath(program, path) == null)
                throw new Unstartable(Reason.of(Code.COMMAND_NOT_ON_PATH, "command", program, "path", path));
            return;
        }
        Path file = directory.resolve(program);
        if (!Files.isRegularFile(file)) throw new Unstartable(Reason.of(Code.NO_PROGRAM, "file", file));
        if (!Files.isExecutable(file)) throw new Unstartable(Reason.of(Code.NOT_EXECUTABLE, "file", file));
        @Nullable Reason trouble = ProgramFile.trouble(file, name -> onPath(name, path) != null);
        if (trouble != null) throw new Unstartable(trouble);
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

    private static List<String> become(Account account, @Nullable String path) throws Unstartable {
        if (onPath("setpriv", path) == null) {
            throw new Unstartable(Reason.of(Code.NO_SETPRIV, "user", account.name()));
        }
        return List.of("setpriv", "--reuid=" + account.name(), "--regid=" + account.group(), "--init-groups", "--");
    }

    /** The user that the app runs as; null if that is the agent's. */
    private static @Nullable String other(ServiceInfo service) {
        String user = service.userName();
        boolean other = user != null && !user.isBlank() && !user.equals(System.getProperty("user.name"));
        return other ? user : null;
    }

    /** Makes {@code user} the owner of the folder and of all that is in it. */
    public static void give(Path directory, String user) throws Unstartable {
        UserPrincipal principal = principal(user);
        try {
            new Gift(principal).of(directory);
        } catch (IOException e) {
            throw new Unstartable(Trouble.reason(e).in(Code.NOT_GIVEN, "folder", directory, "user", user));
        }
    }

    /** Somebody whom the agent can become. */
    private static UserPrincipal principal(String user) throws Unstartable {
        String self = System.getProperty("user.name");
        UserPrincipal principal;
        try {
            principal = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
        } catch (UserPrincipalNotFoundException e) {
            throw new Unstartable(Reason.of(Code.NO_USER, "user", user));
        } catch (IOException e) {
            throw new Unstartable(Trouble.reason(e).in(Code.USER_UNKNOWN, "user", user));
        }
        if (!"root".equals(self)) {
            throw new Unstartable(Reason.of(Code.NOT_ROOT, "user", user, "self", self));
        }
        return principal;
    }
}
