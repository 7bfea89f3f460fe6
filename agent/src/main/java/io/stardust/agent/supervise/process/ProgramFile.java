package io.stardust.agent.supervise.process;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a program say of whether this machine can run it: the kernel's own answer is "No such file or
 * directory", or a shell that reads a program as a script. Judged before anything is stopped for it.
 */
final class ProgramFile {
    private static final int HEAD = 256; // as much as the kernel reads of a script's first line
    private static final int MACHINE = 18; // where an ELF header names the processor
    private static final Map<Integer, String> PROCESSORS =
            Map.of(0x15, "ppc64", 0x16, "s390x", 0x28, "arm", 0x3E, "x64", 0xB7, "arm64", 0xF3, "riscv64");
    private static final Map<String, Integer> MINE =
            Map.of("amd64", 0x3E, "aarch64", 0xB7, "ppc64le", 0x15, "s390x", 0x16, "riscv64", 0xF3);
    private static final Path FORMATS = Path.of("/proc/sys/fs/binfmt_misc");
    private static final Set<String> NO_FORMAT = Set.of("register", "status");

    private ProgramFile() {}

    /**
     * Why {@code file} cannot run here, for people; null when nothing speaks against it.
     *
     * @param onPath Whether a command of this name is found.
     */
    static @Nullable Reason trouble(Path file, Predicate<String> onPath) {
        return trouble(file, onPath, System.getProperty("os.arch", ""));
    }

    static @Nullable Reason trouble(Path file, Predicate<String> onPath, String processor) {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        } catch (IOException e) {
            return null; // one that may be run, but not read
        }
        if (begins(head, '#', '!')) return script(file, head, onPath);
        @Nullable Reason made = madeFor(file, head, processor);
        return made == null || others() ? null : made;
    }

    private static @Nullable Reason script(Path file, byte[] head, Predicate<String> onPath) {
        String line =
                new String(head, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        String[] words = line.substring(2).strip().split("\\s+");
        String interpreter = words[0];
        if (!interpreter.startsWith("/")) return null;
        if (!Files.isExecutable(Path.of(interpreter))) {
            return Reason.of(Code.NO_INTERPRETER, "file", file, "interpreter", interpreter);
        }
        if (!interpreter.endsWith("/env")) return null;
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith("-") || words[i].contains("=")) continue; // of env itself
            if (words[i].startsWith("/") || onPath.test(words[i])) return null;
            return Reason.of(Code.INTERPRETER_NOT_ON_PATH, "file", file, "interpreter", words[i]);
        }
        return null;
    }

    /** What a program of another kind of machine is made for. */
    private static @Nullable Reason madeFor(Path file, byte[] head, String processor) {
        if (begins(head, 'M', 'Z')) return Reason.of(Code.MADE_FOR_SYSTEM, "file", file, "system", "Windows");
        if (begins(head, 0xCF, 0xFA, 0xED, 0xFE))
            return Reason.of(Code.MADE_FOR_SYSTEM, "file", file, "system", "macOS");
        if (!begins(head, 0x7F, 'E', 'L', 'F') || head.length < MACHINE + 2) return null;
        int first = head[MACHINE] & 0xFF;
        int second = head[MACHINE + 1] & 0xFF;
        int machine = head[5] == 2 ? first << 8 | second : second << 8 | first; // which end comes first
        Integer mine = MINE.get(processor);
        String named = PROCESSORS.get(machine);
        if (mine == null || named == null || mine == machine) return null;
        return Reason.of(
                Code.MADE_FOR_PROCESSOR, "file", file, "processor", named, "mine", PROCESSORS.getOrDefault(mine, ""));
    }

    /** Programs of other machines may run here, by an emulator. */
    private static boolean others() {
        try (DirectoryStream<Path> formats = Files.newDirectoryStream(FORMATS)) {
            for (Path format : formats) {
                if (!NO_FORMAT.contains(String.valueOf(format.getFileName()))) return true;
            }
            return false;
        } catch (IOException e) {
            return false; // a kernel without them
        }
    }

    private static boolean begins(byte[] head, int... with) {
        if (head.length < with.length) return false;
        for (int i = 0; i < with.length; i++) {
            if ((head[i] & 0xFF) != with[i]) return false;
        }
        return true;
    }
}
