package io.stardust.server;

import io.stardust.server.access.oidc.OidcSettings;
import io.stardust.server.db.PostgresSettings;
import io.stardust.server.http.Networks;
import io.stardust.server.logs.LogClasses;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The knobs of the server, one tree. Immutable. {@link SettingsLoader} reads it and knows each knob's name, bounds and
 * description.
 *
 * @param data folder of everything the server keeps
 * @param port of console, API and machines; 0 picks a free one
 * @param bind address to listen on
 * @param oidc another place where people sign in; null: none
 * @param keep how long what has happened is kept
 * @param registry about services
 * @param logs about what apps log
 * @param postgres where the state lies; null: in a file of {@code data}
 * @param secretKeys Base64 of 32 bytes each, the last one seals; empty: they lie in {@code data}
 * @param adminPasswordFile holds the password of the administrator that the first start makes; null: by set-up code
 */
public record ServerSettings(
        Path data,
        int port,
        String bind,
        @Nullable Path adminPasswordFile,
        Nodes nodes,
        Apps apps,
        Files files,
        Tokens tokens,
        Log log,
        Web web,
        @Nullable OidcSettings oidc,
        Keep keep,
        Registry registry,
        Logs logs,
        @Nullable PostgresSettings postgres,
        List<String> secretKeys) {

    /** Every default, with {@code data} and {@code port}; what tests start from. */
    public static ServerSettings defaults(Path data, int port) {
        return new ServerSettings(
                data,
                port,
                "0.0.0.0",
                null,
                new Nodes(
                        Approve.ENROLLED,
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(30),
                        2,
                        Duration.ofSeconds(600),
                        Duration.ofSeconds(60)),
                Apps.usual(),
                new Files(false, 1L << 30),
                new Tokens(Duration.ofSeconds(7200)),
                new Log("info"),
                new Web(null, null, null, Wire.STANDARD),
                null,
                Keep.usual(),
                Registry.USUAL,
                Logs.USUAL,
                null,
                List.of());
    }

    /** The same, listening elsewhere. */
    public ServerSettings withBind(String address) {
        return new ServerSettings(
                data,
                port,
                address,
                adminPasswordFile,
                nodes,
                apps,
                files,
                tokens,
                log,
                web,
                oidc,
                keep,
                registry,
                logs,
                postgres,
                secretKeys);
    }

    /** The same with other nodes settings. */
    public ServerSettings withNodes(Nodes other) {
        return new ServerSettings(
                data,
                port,
                bind,
                adminPasswordFile,
                other,
                apps,
                files,
                tokens,
                log,
                web,
                oidc,
                keep,
                registry,
                logs,
                postgres,
                secretKeys);
    }

    /** The same with other apps settings. */
    public ServerSettings withApps(Apps other) {
        return new ServerSettings(
                data,
                port,
                bind,
                adminPasswordFile,
                nodes,
                other,
                files,
                tokens,
                log,
                web,
                oidc,
                keep,
                registry,
                logs,
                postgres,
                secretKeys);
    }

    /** The same with other files settings. */
    public ServerSettings withFiles(Files other) {
        return new ServerSettings(
                data,
                port,
                bind,
                adminPasswordFile,
                nodes,
                apps,
                other,
                tokens,
                log,
                web,
                oidc,
                keep,
                registry,
                logs,
                postgres,
                secretKeys);
    }

    /** The same, making its administrator from a file at the first start. */
    public ServerSettings withAdminPasswordFile(Path file) {
        return new ServerSettings(
                data,
                port,
                bind,
                file,
                nodes,
                apps,
                files,
                tokens,
                log,
                web,
                oidc,
                keep,
                registry,
                logs,
                postgres,
                secretKeys);
    }

    /** The same with other web settings. */
    public ServerSettings withWeb(Web other) {
        return new ServerSettings(
                data,
                port,
                bind,
                adminPasswordFile,
                nodes,
                apps,
                files,
                tokens,
                log,
                other,
                oidc,
                keep,
                registry,
                logs,
                postgres,
                secretKeys);
    }

    /** The same with another place to sign in at. */
    public ServerSettings withOidc(OidcSettings other) {
        return new ServerSettings(
                data,
                port,
                bind,
                adminPasswordFile,
                nodes,
                apps,
                files,
                tokens,
                log,
                web,
                other,
                keep,
                registry,
                logs,
                postgres,
                secretKeys);
    }

    /** The same with other settings of logs. */
    public ServerSettings withLogs(Logs other) {
        return new ServerSettings(
                data,
                port,
                bind,
                adminPasswordFile,
                nodes,
                apps,
                files,
                tokens,
                log,
                web,
                oidc,
                keep,
                registry,
                other,
                postgres,
                secretKeys);
    }

    /** The same with its state on a PostgreSQL server; null: in a file. */
    public ServerSettings withPostgres(@Nullable PostgresSettings other) {
        return new ServerSettings(
                data,
                port,
                bind,
                adminPasswordFile,
                nodes,
                apps,
                files,
                tokens,
                log,
                web,
                oidc,
                keep,
                registry,
                logs,
                other,
                secretKeys);
    }

    /** True when people reach it over TLS, here or at a proxy in front. */
    boolean secure() {
        return web.certificate() != null
                || (web.url() != null && "https".equals(web.url().getScheme()));
    }

    /** Which unknown nodes are let in at once; the others wait for a person. */
    public enum Approve {
        /** None. */
        MANUAL,
        /** Those that bring an enrolment token. */
        ENROLLED,
        /** All. */
        ALL
    }

    /**
     * About nodes.
     *
     * @param approve which unknown nodes are let in at once
     * @param sessionTimeout without a sign of life for this long a node with our agent is offline
     * @param pingPeriod how often our agents are told to report
     * @param codeLevel how many of five marks of its hardware a returning node must still bear; 0 = none
     * @param foreignTimeout as {@code sessionTimeout}, of other agents
     * @param foreignPeriod as {@code pingPeriod}, of other agents
     */
    public record Nodes(
            Approve approve,
            Duration sessionTimeout,
            Duration pingPeriod,
            int codeLevel,
            Duration foreignTimeout,
            Duration foreignPeriod) {}

    /**
     * About instances of apps.
     *
     * @param open true: unknown apps are let in at once; the others wait for a person
     * @param sessionTimeout without a sign of life for this long an instance with our SDK is gone
     * @param pingPeriod how often our SDK is told to report
     * @param foreignTimeout as {@code sessionTimeout}, of other clients
     * @param foreignPeriod as {@code pingPeriod}, of other clients
     * @param eureka true: clients of Netflix Eureka are answered
     */
    public record Apps(
            boolean open,
            Duration sessionTimeout,
            Duration pingPeriod,
            Duration foreignTimeout,
            Duration foreignPeriod,
            boolean eureka) {
        /** What holds when nobody says otherwise. */
        public static Apps usual() {
            return new Apps(
                    false,
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(600),
                    Duration.ofSeconds(60),
                    false);
        }

        /** The same; unknown apps are let in at once. */
        public Apps letAllIn() {
            return new Apps(true, sessionTimeout, pingPeriod, foreignTimeout, foreignPeriod, eureka);
        }
    }

    /**
     * About packages.
     *
     * @param open true: downloads need no token, as upstream's old agents expect
     * @param maxBytes the largest upload
     * @param check within which every stored package is read again; zero: never
     * @param agents folder of packages of the agent that are taken in at the start; null: none
     */
    public record Files(
            boolean open,
            long maxBytes,
            Duration check,
            @Nullable Path agents) {
        /** Those, and packages read again within a week. */
        public Files(boolean open, long maxBytes) {
            this(open, maxBytes, Duration.ofDays(7), null);
        }
    }

    /**
     * How long what has happened is kept; zero: for ever.
     *
     * @param changes who changed what
     * @param refusals refused requests and sign-ins
     * @param steps what agents told of deployments
     * @param commands that have ended
     * @param taskRuns of tasks
     */
    public record Keep(Duration changes, Duration refusals, Duration steps, Duration commands, Duration taskRuns) {
        /** What holds when nobody says otherwise. */
        public static Keep usual() {
            Duration month = Duration.ofDays(30);
            return new Keep(Duration.ofDays(180), month, month, month, month);
        }
    }

    /**
     * About services.
     *
     * @param protection percent of a service's providers; when so many are lost at once they are kept; 0: never
     * @param drainTimeout how long a stop waits until nobody calls the process; zero: it does not wait
     */
    public record Registry(int protection, Duration drainTimeout) {
        /** What holds when nobody says otherwise. */
        public static final Registry USUAL = new Registry(50, Duration.ofSeconds(30));
    }

    /**
     * About what apps log.
     *
     * @param classes how long it is kept
     * @param hourBytes what one app may send within an hour; more of it is refused
     * @param open true: {@code /Log} of clients that show nothing is taken, as upstream's expect
     */
    public record Logs(LogClasses classes, long hourBytes, boolean open) {
        /** What holds when nobody says otherwise. */
        public static final Logs USUAL = new Logs(LogClasses.of(7, 10L << 30, ""), 1L << 30, false);
    }

    /**
     * About machine tokens.
     *
     * @param expire how long a login holds
     */
    public record Tokens(Duration expire) {}

    /**
     * About the log, which goes to standard error.
     *
     * @param level error, warn, info or debug
     */
    public record Log(String level) {}

    /**
     * About how people reach it.
     *
     * @param url as people type it; null: as they asked
     * @param certificate PEM, leaf first; null: plain HTTP
     * @param key PEM of the certificate's key; there when {@code certificate} is
     */
    public record Web(
            @Nullable URI url,
            @Nullable Path certificate,
            @Nullable Path key,
            Wire wire) {
        /** Those, and what the wire bears by default. */
        public Web(@Nullable URI url, @Nullable Path certificate, @Nullable Path key) {
            this(url, certificate, key, Wire.STANDARD);
        }
    }

    /**
     * About connections.
     *
     * @param proxies whose word about where a request came from is taken
     * @param connections how many at a time
     * @param head within which a request's head must come, and before it a TLS handshake
     * @param body within which a body must come that is kept in memory
     */
    public record Wire(Networks proxies, int connections, Duration head, Duration body) {
        /** What holds when nobody says otherwise. */
        public static final Wire STANDARD =
                new Wire(Networks.NONE, 20_000, Duration.ofSeconds(20), Duration.ofSeconds(60));
    }
}
