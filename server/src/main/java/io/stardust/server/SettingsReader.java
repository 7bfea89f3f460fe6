package io.stardust.server;

import io.stardust.server.ServerSettings.Approve;
import io.stardust.server.SettingsLoader.Value;
import io.stardust.server.access.oidc.OidcSettings;
import io.stardust.server.db.PostgresSettings;
import io.stardust.server.http.Networks;
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

    ServerSettings settings() {
        return new ServerSettings(
                Path.of(required("data")),
                (int) number("port", 0, 65_535),
                required("bind"),
                path("admin-password-file"),
                nodes(),
                new ServerSettings.Files(
                        choice("files.public", List.of("true", "false")).equals("true"),
                        number("files.max-bytes", 1_024, 1L << 40),
                        Duration.ofDays(number("files.check-days", 0, 365)),
                        path("files.agents")),
                new ServerSettings.Tokens(Duration.ofSeconds(number("tokens.expire", 600, 31_536_000))),
                new ServerSettings.Log(choice("log.level", List.of("error", "warn", "info", "debug"))),
                web(),
                oidc(),
                new ServerSettings.Keep(
                        days("keep.changes-days"),
                        days("keep.refusals-days"),
                        days("keep.steps-days"),
                        days("keep.commands-days"),
                        days("keep.task-runs-days")),
                postgres());
    }

    private Duration days(String name) {
        return Duration.ofDays(number(name, 0, 3_650));
    }

    private ServerSettings.Nodes nodes() {
        Duration period = Duration.ofSeconds(number("nodes.ping-period", 1, 3_600));
        Duration foreign = Duration.ofSeconds(number("nodes.foreign-ping-period", 1, 3_600));
        return new ServerSettings.Nodes(
                Approve.valueOf(choice("nodes.approve", List.of("manual", "enrolled", "all"))
                        .toUpperCase(Locale.ROOT)),
                timeout("nodes.session-timeout", period),
                period,
                (int) number("nodes.code-level", 0, 5),
                timeout("nodes.foreign-session-timeout", foreign),
                foreign);
    }

    /** Three periods when nothing is said: with less a node that merely missed one would seem gone. */
    private Duration timeout(String name, Duration period) {
        if (value(name).text().isBlank()) return Duration.ofSeconds(Math.max(10, 3 * period.toSeconds()));
        return Duration.ofSeconds(number(name, 10, 86_400));
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
                (int) number("http.connections", 10, 1_000_000),
                Duration.ofSeconds(number("http.head-seconds", 1, 300)),
                Duration.ofSeconds(number("http.body-seconds", 1, 3_600)));
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
        int connections = (int) number("database.connections", 1, 500);
        if (url == null) return null;
        if (!url.startsWith("jdbc:postgresql:") || url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw bad("database.url", "jdbc:postgresql://HOST:PORT/NAME; a password goes into database.password-file");
        }
        return new PostgresSettings(
                url, optional("database.user"), secret("database.password", "database.password-file"), connections);
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

    private long number(String name, long min, long max) {
        try {
            long number = Long.parseLong(value(name).text().trim());
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException _) {
            // told below
        }
        throw bad(name, min + "–" + max);
    }

    private String choice(String name, List<String> words) {
        String text = value(name).text().trim().toLowerCase(Locale.ROOT);
        if (words.contains(text)) return text;
        throw bad(name, String.join("|", words));
    }

    private BadSettings bad(String name, String expected) {
        Value value = value(name);
        boolean secret = Knob.named(name).filter(Knob::secret).isPresent();
        String shown = value.text().isBlank()
                ? "empty"
                : secret ? "***" : value.text().replaceAll("(?i)(password=)[^&]*", "$1***");
        return new BadSettings("%s (%s)".formatted(name, value.source()), shown, expected);
    }
}
