package io.stardust.agent.supervise.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to start a process, worked out beforehand so that a restart has nothing to think about.
 *
 * @param command The app's own program and arguments.
 * @param wrapped The same behind the small programs that give it a session, a priority and a user; each replaces itself
 *     by the next, so the pid stays.
 * @param environment The whole environment.
 * @param oomScore -1000..1000; 0 = as it comes.
 * @param output Where stdout and stderr are appended.
 */
public record Launch(
        List<String> command,
        List<String> wrapped,
        Path directory,
        Map<String, String> environment,
        int oomScore,
        Path output) {

    public Launch {
        command = List.copyOf(command);
        wrapped = List.copyOf(wrapped);
        environment = Map.copyOf(environment);
    }

    /** The small programs alone. */
    public List<String> wrapping() {
        return wrapped.subList(0, wrapped.size() - command.size());
    }

    /**
     * The arguments the kernel will show: those given, behind the interpreter when the program is a script with a
     * {@code #!} line.
     */
    public List<String> kernelCommand() {
        String interpreter = shebang();
        if (interpreter == null) return command;
        int blank = interpreter.indexOf(' ');
        List<String> shown = new java.util.ArrayList<>();
        shown.add(blank < 0 ? interpreter : interpreter.substring(0, blank));
        if (blank >= 0) shown.add(interpreter.substring(blank + 1).strip()); // the kernel passes the rest as one
        shown.addAll(command);
        return shown;
    }

    private @Nullable String shebang() {
        if (!command.getFirst().contains("/")) return null;
        try (var in = Files.newInputStream(directory.resolve(command.getFirst()))) {
            String head = new String(in.readNBytes(256), java.nio.charset.StandardCharsets.UTF_8);
            int end = head.indexOf('\n');
            return head.startsWith("#!") && end > 0 ? head.substring(2, end).strip() : null;
        } catch (IOException e) {
            return null;
        }
    }
}
