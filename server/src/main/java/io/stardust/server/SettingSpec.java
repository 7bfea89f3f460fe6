package io.stardust.server;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting as people know it: by this name in a file and as a flag, as {@link #variable} in the environment.
 *
 * @param standard what holds when nobody says otherwise; empty: nothing
 * @param description for {@code --help}, with bounds and unit
 * @param form what a value looks like
 * @param live true when it can be edited while the server runs; what reads it then asks for it each time
 */
record SettingSpec(String name, String standard, String description, Form form, boolean live) {
    /** Of one package, however it is set. */
    static final long MAX_BYTES = 1L << 40;

    /** In the order in which they are printed. */
    static final List<SettingSpec> ALL = List.of(
            new SettingSpec("data", "data", "folder of everything the server keeps"),
            new SettingSpec(
                            "port",
                            "6600",
                            "port of console, API and machines; 0 picks a free one, see DATA/server.port")
                    .number(0, 65_535, ""),
            new SettingSpec("bind", "0.0.0.0", "address to listen on"),
            new SettingSpec(
                    "public-url",
                    "",
                    "where people reach it, https://host or https://host/path; for links, sign-in elsewhere and Secure cookies"),
            new SettingSpec(
                            "trusted-proxies",
                            "",
                            "addresses or networks (10.0.0.0/8), with commas between, whose X-Forwarded-For is believed")
                    .whileRunning(),
            new SettingSpec("http.connections", "20000", "how many connections at a time, 10–1000000")
                    .number(10, 1_000_000, ""),
            new SettingSpec("http.head-seconds", "20", "seconds within which the head of a request must come, 1–300")
                    .number(1, 300, "seconds")
                    .whileRunning(),
            new SettingSpec("http.body-seconds", "60", "seconds within which a body must come, files aside, 1–3600")
                    .number(1, 3_600, "seconds")
                    .whileRunning(),
            new SettingSpec(
                    "tls.certificate",
                    "",
                    "PEM file, leaf first; with tls.key it serves https; reloaded when it changes"),
            new SettingSpec("tls.key", "", "PEM file (PKCS #8) of the certificate's key"),
            new SettingSpec("oidc.issuer", "", "OpenID Connect: people sign in there as well; https"),
            new SettingSpec("oidc.client-id", "", "as which the issuer knows this server"),
            new SettingSpec("oidc.client-secret", "", "better in a file; none: a public client"),
            new SettingSpec("oidc.client-secret-file", "", "holds the client secret"),
            new SettingSpec("oidc.name", "OpenID Connect", "what people call the issuer"),
            new SettingSpec("oidc.groups-claim", "groups", "claim of the ID token that lists the groups"),
            new SettingSpec("oidc.mappings", "", "GROUP=PROJECT:ROLE or GROUP=platform, with commas between"),
            new SettingSpec("admin-password-file", "", "holds the password of 'admin', made at the first start"),
            new SettingSpec("log.level", "info", "error|warn|info|debug").choice("error", "warn", "info", "debug"),
            new SettingSpec("nodes.approve", "enrolled", "unknown nodes let in at once: manual (none)|enrolled|all")
                    .choice("manual", "enrolled", "all")
                    .whileRunning(),
            new SettingSpec(
                            "nodes.session-timeout",
                            "",
                            "seconds without a sign until a node is offline, 10–86400; not set: three ping periods")
                    .number(10, 86_400, "seconds")
                    .whileRunning(),
            new SettingSpec(
                            "nodes.code-level",
                            "2",
                            "how many of 5 hardware identifiers of a returning node must match, 0–5; 0: none")
                    .number(0, 5, "")
                    .whileRunning(),
            new SettingSpec("nodes.ping-period", "30", "seconds between an agent's reports, 1–3600")
                    .number(1, 3_600, "seconds")
                    .whileRunning(),
            new SettingSpec("nodes.foreign-session-timeout", "600", "as nodes.session-timeout, for agents before 4.0")
                    .number(10, 86_400, "seconds")
                    .whileRunning(),
            new SettingSpec("nodes.foreign-ping-period", "60", "as nodes.ping-period, for agents before 4.0")
                    .number(1, 3_600, "seconds")
                    .whileRunning(),
            new SettingSpec("apps.approve", "manual", "unknown apps that log in: manual (they wait for approval)|all")
                    .choice("manual", "all")
                    .whileRunning(),
            new SettingSpec(
                            "apps.session-timeout",
                            "",
                            "seconds without a sign until an instance is gone, 10–86400; not set: three ping periods")
                    .number(10, 86_400, "seconds")
                    .whileRunning(),
            new SettingSpec("apps.ping-period", "30", "seconds between an instance's reports, 1–3600")
                    .number(1, 3_600, "seconds")
                    .whileRunning(),
            new SettingSpec("apps.foreign-session-timeout", "600", "as apps.session-timeout, for clients of others")
                    .number(10, 86_400, "seconds")
                    .whileRunning(),
            new SettingSpec("apps.foreign-ping-period", "60", "as apps.ping-period, for clients of others")
                    .number(1, 3_600, "seconds")
                    .whileRunning(),
            new SettingSpec("eureka.enabled", "false", "true: clients of Netflix Eureka are answered, under /eureka")
                    .choice("true", "false")
                    .whileRunning(),
            new SettingSpec(
                            "registry.protection",
                            "50",
                            "percent of a service's providers that are kept when so many are lost at once, 0–100; 0: never")
                    .number(0, 100, "percent")
                    .whileRunning(),
            new SettingSpec(
                            "drain.timeout",
                            "30",
                            "seconds that a stop waits until nobody calls the process, 0–600; 0: it does not wait")
                    .number(0, 600, "seconds")
                    .whileRunning(),
            new SettingSpec("files.public", "false", "true: packages are downloaded without a token, for old agents")
                    .choice("true", "false")
                    .whileRunning(),
            new SettingSpec("files.max-bytes", "1073741824", "largest upload in bytes, 1024–1099511627776")
                    .number(1_024, MAX_BYTES, "bytes")
                    .whileRunning(),
            new SettingSpec(
                            "files.check-days",
                            "7",
                            "days within which every stored package is read again, 0–365; 0: never")
                    .number(0, 365, "days")
                    .whileRunning(),
            new SettingSpec(
                    "files.agents",
                    agentsOfPackage(),
                    "folder of agent-VERSION-PLATFORM.tar.gz that are taken in at the start, for the install line"),
            new SettingSpec("database.url", "", "jdbc:postgresql://HOST:PORT/NAME; not set: a file in the data folder"),
            new SettingSpec("database.user", "", "the role that PostgreSQL knows this server by"),
            new SettingSpec("database.password", "", "of that role; better in a file"),
            new SettingSpec("database.password-file", "", "holds the password"),
            new SettingSpec("database.connections", "10", "how many reads of PostgreSQL at a time, 1–500")
                    .number(1, 500, ""),
            new SettingSpec(
                    "secrets.keys",
                    "",
                    "keys that secrets are sealed with instead of those in DATA/keys: 32 bytes as Base64 each, with commas"
                            + " between; the last one seals"),
            new SettingSpec("keep.changes-days", "180", "days for which changes are kept, 0–3650; 0: for ever").kept(),
            new SettingSpec("keep.refusals-days", "30", "the same for refused requests and sign-ins").kept(),
            new SettingSpec("keep.steps-days", "30", "the same for the steps that agents told of").kept(),
            new SettingSpec("keep.commands-days", "30", "the same for commands that have ended").kept(),
            new SettingSpec("keep.task-runs-days", "30", "the same for runs of tasks").kept(),
            new SettingSpec("logs.keep-days", "7", "days for which what apps logged is kept, 1–3650")
                    .number(1, 3_650, "days"),
            new SettingSpec(
                            "logs.max-bytes",
                            "10737418240",
                            "bytes of logs on the disk, 67108864–1099511627776; beyond it the oldest are deleted")
                    .number(64 << 20, MAX_BYTES, "bytes"),
            new SettingSpec(
                    "logs.classes",
                    "",
                    "up to 3 retention classes that apps can choose: NAME:DAYS:SIZE with commas between, audit:365:20g,short:1:2g"),
            new SettingSpec(
                            "logs.app-bytes-an-hour",
                            "1073741824",
                            "bytes that one app may log within an hour, 1048576–1099511627776; more is refused and counted")
                    .number(1 << 20, MAX_BYTES, "bytes")
                    .whileRunning(),
            new SettingSpec(
                            "logs.public",
                            "false",
                            "true: POST /Log is taken from clients that show neither token nor login, as old ones expect")
                    .choice("true", "false")
                    .whileRunning(),
            new SettingSpec("tokens.expire", "7200", "seconds that a machine's login holds, 600–31536000")
                    .number(600, 31_536_000, "seconds")
                    .whileRunning());

    /** A text that is read at the start. */
    SettingSpec(String name, String standard, String description) {
        this(name, standard, description, Form.TEXT, false);
    }

    /**
     * What a value looks like.
     *
     * @param kind text, number or choice
     * @param min of a number
     * @param max of a number
     * @param unit of a number; empty: none
     * @param choices of a choice
     */
    record Form(Kind kind, long min, long max, String unit, List<String> choices) {
        static final Form TEXT = new Form(Kind.TEXT, 0, 0, "", List.of());

        /** Of values. */
        enum Kind {
            TEXT,
            NUMBER,
            CHOICE
        }

        /** How an error says it. */
        String words() {
            return kind == Kind.NUMBER ? min + "–" + max : String.join("|", choices);
        }
    }

    /** Where a package of the server has those of the agent; its start program names the property. */
    private static String agentsOfPackage() {
        @Nullable String home = System.getProperty("stardust.package");
        return home == null ? "" : Path.of(home, "agents").toString();
    }

    private SettingSpec number(long min, long max, String unit) {
        return new SettingSpec(
                name, standard, description, new Form(Form.Kind.NUMBER, min, max, unit, List.of()), live);
    }

    private SettingSpec choice(String... words) {
        return new SettingSpec(name, standard, description, new Form(Form.Kind.CHOICE, 0, 0, "", List.of(words)), live);
    }

    private SettingSpec kept() {
        return number(0, 3_650, "days").whileRunning();
    }

    private SettingSpec whileRunning() {
        return new SettingSpec(name, standard, description, form, true);
    }

    /** True when its value is not to be shown. */
    boolean secret() {
        return name.endsWith("-secret") || name.endsWith(".password") || name.equals("secrets.keys");
    }

    /** {@code value} as it may be shown. */
    String shown(String value) {
        return secret() && !value.isEmpty() ? "***" : value;
    }

    /** The variable that sets it, {@code STARDUST_NODES_APPROVE}. */
    String variable() {
        return "STARDUST_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<SettingSpec> named(String name) {
        return ALL.stream().filter(knob -> knob.name.equals(name)).findFirst();
    }

    static Optional<SettingSpec> ofVariable(String variable) {
        return ALL.stream().filter(knob -> knob.variable().equals(variable)).findFirst();
    }

    /** The name most like {@code wrong}, for the message. */
    static String nearest(String wrong) {
        return ALL.stream()
                .map(SettingSpec::name)
                .min(Comparator.comparingInt(name -> distance(wrong.toLowerCase(Locale.ROOT), name)))
                .orElseThrow();
    }

    /** The same among the variables. */
    static String nearestVariable(String wrong) {
        return ALL.stream()
                .map(SettingSpec::variable)
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .orElseThrow();
    }

    /** How many letters must be added, removed or changed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
