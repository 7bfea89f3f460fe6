package io.stardust.server;

import io.stardust.server.ServerSettings.Approve;
import io.stardust.server.SettingsLoader.Value;
import io.stardust.server.access.oidc.OidcSettings;
import io.stardust.server.access.secret.KeyFile;
import io.stardust.server.db.PostgresSettings;
import io.stardust.server.http.Networks;
import io.stardust.server.logs.LogClasses;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the settings' texts into {@link ServerSettings}, each within its bounds. */
final class SettingsReader {
    private final Map<String, Value> values;

    SettingsReader(Map<String, Value> values) {
        this.values = values;
    }

    /** All of them. */
    ServerSettings settings() {
        return new ServerSettings(
                Path.of(required("data")),
                (int) number("port"),
                required("bind"),
                path("admin-password-file"),
                nodes(),
                apps(),
                files(),
                tokens(),
                new ServerSettings.Log(choice("log.level")),
                web(),
                oidc(),
                keep(),
                registry(),
                logs(),
                postgres(),
                secretKeys());
    }

    /** Those that change while the server runs; the others stay as it was {@code started} with. */
    ServerSettings settings(ServerSettings started) {
        ServerSettings.Web web = started.web();
        return new ServerSettings(
                started.data(),
                started.port(),
                started.bind(),
                started.adminPasswordFile(),
                nodes(),
                apps(),
                files(),
                tokens(),
                started.log(),
                new ServerSettings.Web(web.url(), web.certificate(), web.key(), wire()),
                started.oidc(),
                keep(),
                registry(),
                new ServerSettings.Logs(started.logs().classes(), logs().hourBytes(), logs().open()),
                started.postgres(),
                started.secretKeys());
    }

    private ServerSettings.Files files() {
        return new ServerSettings.Files(
                choice("files.public").equals("true"),
                number("files.max-bytes"),
                Duration.ofDays(number("files.check-days")),
                path("files.agents"));
    }

    private ServerSettings.Tokens tokens() {
        return new ServerSettings.Tokens(Duration.ofSeconds(number("tokens.expire")));
    }

    private ServerSettings.Keep keep() {
        return new ServerSettings.Keep(
                days("keep.changes-days"),
                days("keep.refusals-days"),
                days("keep.steps-days"),
                days("keep.commands-days"),
                days("keep.task-runs-days"));
    }

    private ServerSettings.Registry registry() {
        return new ServerSettings.Registry(
                (int) number("registry.protection"), Duration.ofSeconds(number("drain.timeout")));
    }

    private ServerSettings.Logs logs() {
        return new ServerSettings.Logs(
                logClasses(),
                number("logs.app-bytes-an-hour"),
                choice("logs.public").equals("true"));
    }

    private LogClasses logClasses() {
        int days = (int) number("logs.keep-days");
        long maxBytes = number("logs.max-bytes");
        try {
            return LogClasses.of(days, maxBytes, value("logs.classes").text());
        } catch (IllegalArgumentException _) {
            throw bad("logs.classes", LogClasses.FORM);
        }
    }

    private Duration days(String name) {
        return Duration.ofDays(number(name));
    }

    private ServerSettings.Nodes nodes() {
        Duration period = Duration.ofSeconds(number("nodes.ping-period"));
        Duration foreign = Duration.ofSeconds(number("nodes.foreign-ping-period"));
        return new ServerSettings.Nodes(
                Approve.valueOf(choice("nodes.approve").toUpperCase(Locale.ROOT)),
                timeout("nodes.session-timeout", period),
                period,
                (int) number("nodes.code-level"),
                timeout("nodes.foreign-session-timeout", foreign),
                foreign);
    }

    private ServerSettings.Apps apps() {
        Duration period = Duration.ofSeconds(number("apps.ping-period"));
        Duration foreign = Duration.ofSeconds(number("apps.foreign-ping-period"));
        return new ServerSettings.Apps(
                choice("apps.approve").equals("all"),
                timeout("apps.session-timeout", period),
                period,
                timeout("apps.foreign-session-timeout", foreign),
                foreign,
                choice("eureka.enabled").equals("true"));
    }

    /** Three periods when nothing is said: with less a node that merely missed one would seem gone. */
    private Duration timeout(String name, Duration period) {
        if (value(name).text().isBlank()) return Duration.ofSeconds(Math.max(10, 3 * period.toSeconds()));
        Duration timeout = Duration.ofSeconds(number(name));
        if (timeout.compareTo(period) >= 0) return timeout;
        throw bad(name, "at least the ping period, %d".formatted(period.toSeconds()));
    }

    private ServerSettings.Web web() {
        @Nullable Path certificate = path("tls.certificate");
        @Nullable Path key = path("tls.key");
        if (certificate == null && key != null) throw bad("tls.certificate", "a PEM file, since tls.key is set");
        if (certificate != null && key == null) throw bad("tls.key", "a PEM file, since tls.certificate is set");
        return new ServerSettings.Web(url("public-url"), certificate, key, wire());
    }

    private ServerSettings.Wire wire() {
        return new ServerSettings.Wire(
                proxies(),
                (int) number("http.connections"),
                Duration.ofSeconds(number("http.head-seconds")),
                Duration.ofSeconds(number("http.body-seconds")));
    }

    private Networks proxies() {
        try {
            return Networks.of(value("trusted-proxies").text());
        } catch (IllegalArgumentException _) {
            throw bad("trusted-proxies", "addresses or networks with commas between, 10.0.0.0/8");
        }
    }

    private @Nullable OidcSettings oidc() {
        @Nullable URI issuer = url("oidc.issuer");
        if (issuer == null) return null;
        boolean local = List.of("localhost", "127.0.0.1", "[::1]").contains(issuer.getHost());
        if (!"https".equals(issuer.getScheme()) && !local) throw bad("oidc.issuer", "https://…");
        return new OidcSettings(
                value("oidc.issuer").text().trim(),
                required("oidc.client-id"),
                clientSecret(),
                required("oidc.name"),
                required("oidc.groups-claim"),
                mappings());
    }

    private @Nullable String clientSecret() {
        return secret("oidc.client-secret", "oidc.client-secret-file");
    }

    /** A setting that may be kept in a file of its own. */
    private @Nullable String secret(String name, String fileName) {
        @Nullable Path file = path(fileName);
        if (file == null) return optional(name);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw bad(fileName, "a file that can be read: " + e);
        }
    }

    private @Nullable PostgresSettings postgres() {
        @Nullable String url = optional("database.url");
        int connections = (int) number("database.connections");
        if (url == null) return null;
        if (!url.startsWith("jdbc:postgresql:") || url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw bad("database.url", "jdbc:postgresql://HOST:PORT/NAME; a password goes into database.password-file");
        }
        return new PostgresSettings(
                url, optional("database.user"), secret("database.password", "database.password-file"), connections);
    }

    private List<String> secretKeys() {
        List<String> keys = new ArrayList<>();
        for (String key : value("secrets.keys").text().split(",")) {
            if (key.isBlank()) continue;
            if (!KeyFile.isKey(key.strip())) throw bad("secrets.keys", "32 bytes as Base64 each, with commas between");
            keys.add(key.strip());
        }
        return keys;
    }

    private List<OidcSettings.Mapping> mappings() {
        List<OidcSettings.Mapping> mappings = new ArrayList<>();
        for (String part : value("oidc.mappings").text().split(",")) {
            if (part.isBlank()) continue;
            mappings.add(OidcSettings.Mapping.parse(part.trim())
                    .orElseThrow(() -> bad("oidc.mappings", "GROUP=PROJECT:viewer|operator|admin or GROUP=platform")));
        }
        return mappings;
    }

    private @Nullable URI url(String name) {
        @Nullable String text = optional(name);
        if (text == null) return null;
        try {
            URI url = new URI(text.trim());
            if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) return url;
        } catch (URISyntaxException _) {
            // told below
        }
        throw bad(name, "https://host or http://host:port");
    }

    private Value value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private String required(String name) {
        String text = value(name).text();
        if (text.isBlank()) throw bad(name, "something");
        return text;
    }

    private @Nullable String optional(String name) {
        String text = value(name).text();
        return text.isBlank() ? null : text;
    }

    private @Nullable Path path(String name) {
        @Nullable String text = optional(name);
        return text == null ? null : Path.of(text);
    }

    private long number(String name) {
        SettingSpec.Form form = form(name);
        try {
            long number = Long.parseLong(value(name).text().trim());
            if (number >= form.min() && number <= form.max()) return number;
        } catch (NumberFormatException _) {
            // told below
        }
        throw bad(name, form.words());
    }

    private String choice(String name) {
        SettingSpec.Form form = form(name);
        String text = value(name).text().trim().toLowerCase(Locale.ROOT);
        if (form.choices().contains(text)) return text;
        throw bad(name, form.words());
    }

    private static SettingSpec.Form form(String name) {
        return SettingSpec.named(name).orElseThrow().form();
    }

    private BadSettings bad(String name, String expected) {
        Value value = value(name);
        boolean secret = SettingSpec.named(name).filter(SettingSpec::secret).isPresent();
        String shown = value.text().isBlank()
                ? "empty"
                : secret ? "***" : value.text().replaceAll("(?i)(password=)[^&]*", "$1***");
        return new BadSettings("%s (%s)".formatted(name, value.source()), shown, expected);
    }
}
