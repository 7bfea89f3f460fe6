package io.stardust.server;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Reads settings and flags, starts the server, stops it on SIGTERM. */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    /** Runs until it is told to stop. Exit codes: 1 the start failed, 2 the flags or settings do not hold. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && Maintenance.WORDS.contains(args[0])) {
            maintain(List.of(args));
            return;
        }
        Flags flags;
        LoadedSettings loaded;
        try {
            flags = Flags.parse(List.of(args));
            if (flags.help()) {
                System.out.print(help());
                return;
            }
            loaded = SettingsLoader.load(flags.values(), System.getenv());
        } catch (BadSettings e) {
            exit(USAGE, e);
            return;
        }
        if (flags.settings()) {
            System.out.print(loaded.table());
            return;
        }
        run(loaded);
    }

    private static void maintain(List<String> args) {
        LogLines.install();
        try {
            new Maintenance(System.getenv(), System.out).run(args);
        } catch (BadSettings e) {
            exit(USAGE, e);
        } catch (RuntimeException e) {
            exit(FAILED, e);
        }
    }

    private static void run(LoadedSettings loaded) throws InterruptedException {
        ServerSettings settings = loaded.settings();
        // before the first logger is made
        LogLines.install();
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel", settings.log().level());
        @Nullable Server server = made(loaded);
        if (server == null) return;
        try {
            server.start();
        } catch (RuntimeException e) {
            server.close();
            exit(FAILED, e);
            return;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
        String url = url(settings, server.port());
        System.out.printf("Stardust %s serves on %s (data %s)%n", Server.VERSION, url, settings.data());
        server.setUpCode()
                .ifPresent(code -> System.out.printf(
                        "Set up: open %s/setup?code=%s%n        or run  stardust setup %s --url %s%n",
                        url, code, code, url));
        System.out.flush();
        new CountDownLatch(1).await();
    }

    /** What the settings name, such as a certificate, may not hold: that ends the start with a sentence. */
    private static @Nullable Server made(LoadedSettings loaded) {
        try {
            return new Server(loaded, InstantSource.system(), Server.PING);
        } catch (RuntimeException e) {
            exit(FAILED, e);
            return null;
        }
    }

    private static String url(ServerSettings settings, int port) {
        if (settings.web().url() != null) return settings.web().url().toString().replaceAll("/+$", "");
        return url(settings.bind(), settings.web().certificate() != null, port);
    }

    /** Where this machine reaches a server that listens on {@code bind}. */
    static String url(String bind, boolean secure, int port) {
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "localhost" : bind;
        return (secure ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @SuppressWarnings("SystemExitOutsideMain") // only main calls it, to end with a code
    private static void exit(int code, Throwable e) {
        System.err.println("stardust server: " + e.getMessage());
        System.exit(code);
    }

    private static String help() {
        var help = new StringBuilder("""
                stardust server [--NAME VALUE]...
                stardust server copy|save|backup|restore|health ...

                Settings, from file (--config FILE, else DATA/server.json), environment and flags; the last wins:

                """);
        for (SettingSpec knob : SettingSpec.ALL) {
            help.append("  --%-22s %s%n".formatted(knob.name(), knob.description()));
            help.append("  %-24s %s, default %s%s%n"
                    .formatted(
                            "",
                            knob.variable(),
                            knob.standard().isEmpty() ? "none" : knob.standard(),
                            knob.live() ? "; can be edited while the server runs" : ""));
        }
        return help.append("""

                  --config FILE            reads settings from there
                  --settings               prints every setting with its source, and ends
                  --help                   prints this, and ends
                """).append(Maintenance.HELP).toString();
    }

    /** What the command line says. */
    record Flags(Map<String, String> values, boolean settings, boolean help) {
        /** Takes {@code --name value} and {@code --name=value}; {@code run} in front is allowed. */
        static Flags parse(List<String> args) {
            Map<String, String> values = new LinkedHashMap<>();
            boolean settings = false;
            boolean help = false;
            for (int i = 0; i < args.size(); i++) {
                String arg = args.get(i);
                if (i == 0 && arg.equals("run")) continue;
                if (arg.equals("--settings")) {
                    settings = true;
                } else if (arg.equals("--help") || arg.equals("-h")) {
                    help = true;
                } else if (!arg.startsWith("--")) {
                    throw new BadSettings("%s: no such word (expected: --NAME VALUE; see --help)".formatted(arg));
                } else if (arg.indexOf('=') > 0) {
                    values.put(arg.substring(2, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
                } else if (i + 1 < args.size()) {
                    values.put(arg.substring(2), args.get(++i));
                } else {
                    throw new BadSettings("%s: nothing after it (expected: a value; see --help)".formatted(arg));
                }
            }
            return new Flags(values, settings, help);
        }
    }
}
