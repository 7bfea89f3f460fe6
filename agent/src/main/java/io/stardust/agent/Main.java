package io.stardust.agent;

import io.stardust.agent.SettingsLoader.Value;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.foreign.Umask;
import io.stardust.agent.log.LogProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/** Reads settings and flags, starts the agent, stops it on SIGTERM. */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final Duration SELF_CHECK = Duration.ofSeconds(3);

    private Main() {}

    /** Runs until it is told to stop. Exit codes: 1 the start failed, 2 the flags or settings do not hold. */
    public static void main(String[] args) throws InterruptedException {
        Flags flags;
        AgentSettings settings;
        try {
            if (args.length > 0 && ServiceWords.ALL.contains(args[0])) {
                serve(List.of(args));
                return;
            }
            flags = Flags.parse(List.of(args));
            if (flags.mode == Mode.HELP) {
                System.out.print(help());
                return;
            }
            if (flags.mode == Mode.VERSION) {
                System.out.println(Product.read().version());
                return;
            }
            Map<String, Value> values = SettingsLoader.load(flags.values, System.getenv());
            if (flags.mode == Mode.SETTINGS) {
                System.out.print(table(values));
                return;
            }
            SettingsReader reader = new SettingsReader(values);
            settings = reader.settings();
            SSLContext tls = reader.tls();
            if (tls != null) SSLContext.setDefault(tls); // calls, pushes and downloads all ask for it
        } catch (BadSettings e) {
            exit(USAGE, e);
            return;
        }
        // before the first logger is made
        System.setProperty(LogProvider.LEVEL, settings.log().level());
        if (flags.mode == Mode.SELF_CHECK) check(settings);
        else run(settings, keeper(List.of(args)));
    }

    private static void serve(List<String> args) throws InterruptedException {
        try {
            int code = new ServiceWords(System.out, System.getenv()).run(args);
            if (code != 0) System.exit(code);
        } catch (IOException e) {
            exit(FAILED, e);
        }
    }

    /** The start script tells of itself; what it started us with, a new version is tried with. */
    private static Restarter keeper(List<String> args) {
        String home = System.getenv(Restarter.VARIABLE);
        return home == null || home.isBlank()
                ? Restarter.NOBODY
                : new Restarter(Path.of(home), args.subList(1, args.size()), () -> System.exit(Restarter.AGAIN));
    }

    private static void check(AgentSettings settings) throws InterruptedException {
        Product product = Product.read();
        var agent = new Agent(settings, product, System.getenv(), InstantSource.system(), new Random());
        try {
            agent.check(SELF_CHECK);
            agent.close();
        } catch (IOException | RuntimeException e) {
            exit(FAILED, e);
            return;
        }
        System.out.println("ok " + product.version());
    }

    private static void run(AgentSettings configured, Restarter keeper) throws InterruptedException {
        Umask.setUsual();
        Product product = Product.read();
        Agent agent;
        AgentSettings settings;
        try {
            settings = new ServerMove(configured.data().resolve("state")).applied(configured);
            agent = new Agent(settings, product, System.getenv(), InstantSource.system(), new Random(), keeper);
            agent.start();
        } catch (IOException | RuntimeException e) {
            exit(FAILED, e);
            return;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(agent)));
        System.out.println("Stardust agent " + product.version() + " runs (server " + settings.server() + ", data "
                + settings.data() + ")");
        System.out.flush();
        new CountDownLatch(1).await();
    }

    private static void stop(Agent agent) {
        try {
            agent.close();
        } catch (IOException e) {
            System.err.println("stardust agent: " + e.getMessage());
        }
    }

    @SuppressWarnings("SystemExitOutsideMain") // only main calls it, to end with a code
    private static void exit(int code, Exception e) {
        System.err.println("stardust agent: " + (e instanceof IOException ? Trouble.words(e) : said(e)));
        System.exit(code);
    }

    private static String said(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Every setting with its source; the secret one is masked. */
    static String table(Map<String, Value> values) {
        var table = new StringBuilder();
        values.forEach((name, value) -> {
            SettingSpec knob = SettingSpec.named(name);
            String text = value.text().isEmpty() ? "-" : knob != null && knob.isSecret() ? "***" : value.text();
            table.append("%-24s %-32s %s%n".formatted(name, text, value.source()));
        });
        return table.toString();
    }

    private static String help() {
        var help = new StringBuilder("""
                stardust agent run --server URL --data DIR [--NAME VALUE]...
                stardust agent install --server URL [--token TOKEN] [--NAME VALUE]... [--root DIR]
                stardust agent uninstall [--purge [--stop-apps]] [--root DIR]
                stardust agent status [--root DIR]

                run        stays in the foreground
                install    puts this program on the machine as a service, or brings the one there to this version;
                           --token - reads the token from standard input, where nobody else sees it
                uninstall  takes it off; apps run on, data and settings stay unless --purge, which is refused while apps
                           run, or with --stop-apps stops them first
                status     tells what is installed, whether it runs and is connected, and its apps

                Settings, from files (DIR/agent.json, --config FILE), environment and flags; the last wins:

                """);
        for (SettingSpec knob : SettingSpec.ALL) {
            help.append("  --%-24s %s%n".formatted(knob.name(), knob.description()));
            help.append("  %-26s %s%s%n"
                    .formatted("", knob.variable(), knob.standard().isEmpty() ? "" : ", default " + knob.standard()));
        }
        return help.append("""

                  --settings                 prints every setting with its source, and ends
                  --version                  prints the version, and ends
                  --self-check               runs for 3 s without a server, says ok, and ends
                  --help                     prints this, and ends
                """).toString();
    }

    private enum Mode {
        RUN,
        SELF_CHECK,
        SETTINGS,
        VERSION,
        HELP
    }

    /** What the command line says. */
    private record Flags(Map<String, String> values, Mode mode) {
        /** Takes {@code run}, then {@code --name value} and {@code --name=value}. */
        static Flags parse(List<String> args) {
            Map<String, String> values = new LinkedHashMap<>();
            Mode mode = args.isEmpty() ? Mode.HELP : Mode.RUN;
            for (int i = 0; i < args.size(); i++) {
                String arg = args.get(i);
                int equals = arg.indexOf('=');
                switch (arg) {
                    case "run" -> {
                        if (i > 0) throw new BadSettings("run: must come first");
                    }
                    case "--self-check" -> mode = Mode.SELF_CHECK;
                    case "--settings" -> mode = Mode.SETTINGS;
                    case "--version" -> mode = Mode.VERSION;
                    case "--help", "-h", "help" -> mode = Mode.HELP;
                    default -> {
                        if (!arg.startsWith("--")) {
                            throw new BadSettings(arg + ": no such word (expected: run --NAME VALUE; see --help)");
                        }
                        if (equals > 0) {
                            values.put(arg.substring(2, equals), arg.substring(equals + 1));
                        } else if (i + 1 < args.size()) {
                            values.put(arg.substring(2), args.get(++i));
                        } else {
                            throw new BadSettings(arg + ": nothing after it (expected: a value; see --help)");
                        }
                    }
                }
            }
            return new Flags(values, mode);
        }
    }
}
