package io.stardust.agent;

import io.stardust.agent.files.Trouble;
import io.stardust.agent.service.Installation;
import io.stardust.agent.service.PackageTree;
import io.stardust.agent.service.Places;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words {@code install}, {@code uninstall} and {@code status}. Not loaded by an agent that runs. */
final class ServiceWords {
    static final List<String> ALL = List.of("install", "uninstall", "status");

    private static final int MAX_TOKEN = 4_000;

    private final PrintStream out;
    private final Map<String, String> environment;

    ServiceWords(PrintStream out, Map<String, String> environment) {
        this.out = out;
        this.environment = environment;
    }

    /**
     * Does what {@code args} say, a word first.
     *
     * @return the exit code
     * @throws BadSettings if they do not hold
     */
    int run(List<String> args) throws IOException, InterruptedException {
        String word = args.getFirst();
        Asked asked = Asked.parse(word, args.subList(1, args.size()));
        var installation = new Installation(new Places(asked.root), out::println);
        return switch (word) {
            case "install" -> install(installation, asked);
            case "uninstall" -> uninstall(installation, asked);
            default -> new Status(installation, out).print(asked.settings.get("data"));
        };
    }

    private int install(Installation installation, Asked asked) throws IOException, InterruptedException {
        @Nullable PackageTree tree = PackageTree.own();
        if (tree == null) {
            throw new BadSettings("install: this program runs from a build (expected: its package, as made by"
                    + " ./stardust package or as your server's /install.sh brings it)");
        }
        // not on the command line, where everybody on the machine could read it
        String enrol = environment.get(SettingSpec.PREFIX + "ENROL");
        if (enrol != null && !enrol.isBlank()) asked.settings.putIfAbsent("enrol", enrol.strip());
        try {
            installation.install(tree, asked.settings);
        } catch (IllegalArgumentException e) {
            throw new BadSettings(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private static int uninstall(Installation installation, Asked asked) throws IOException, InterruptedException {
        if (!asked.settings.isEmpty()) {
            throw new BadSettings("uninstall: takes --purge, --stop-apps and --root DIR alone");
        }
        installation.uninstall(asked.purge, asked.stopApps, new RunningApps());
        return 0;
    }

    /** What the command line says. */
    private record Asked(Map<String, String> settings, Path root, boolean purge, boolean stopApps) {
        static Asked parse(String word, List<String> args) {
            Map<String, String> settings = new LinkedHashMap<>();
            Path root = Places.MACHINE;
            boolean purge = false;
            boolean stopApps = false;
            for (int i = 0; i < args.size(); i++) {
                String arg = args.get(i);
                if (arg.equals("--purge") && word.equals("uninstall")) {
                    purge = true;
                    continue;
                }
                if (arg.equals("--stop-apps") && word.equals("uninstall")) {
                    stopApps = true;
                    continue;
                }
                int equals = arg.indexOf('=');
                if (!arg.startsWith("--")) throw new BadSettings(arg + ": no such word (expected: --NAME VALUE)");
                String name = equals > 0 ? arg.substring(2, equals) : arg.substring(2);
                if (equals < 0 && ++i == args.size()) throw new BadSettings(arg + ": nothing after it");
                String value = equals > 0 ? arg.substring(equals + 1) : args.get(i);
                if (name.equals("root")) root = Path.of(value).toAbsolutePath().normalize();
                else if (name.equals("token")) settings.put("enrol", value.equals("-") ? typed() : value);
                else if (SettingSpec.named(name) == null || name.equals("config")) {
                    throw new BadSettings("--" + name + ": no such flag (expected: a setting, see --help, or --root)");
                } else settings.put(name, value);
            }
            return new Asked(settings, root, purge, stopApps);
        }

        /** From the standard input: the command line is shown to everybody on the machine. */
        private static String typed() {
            try {
                byte[] line = System.in.readNBytes(MAX_TOKEN);
                String token = new String(line, StandardCharsets.UTF_8).strip();
                if (!token.isEmpty() && token.indexOf('\n') < 0) return token;
            } catch (IOException e) {
                throw new BadSettings("--token -: the standard input cannot be read: " + Trouble.words(e));
            }
            throw new BadSettings("--token -: no token on the standard input (expected: one line)");
        }
    }
}
