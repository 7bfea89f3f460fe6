package io.stardust.agent;

import io.stardust.agent.SettingsLoader.Value;
import io.stardust.agent.command.Channels;
import io.stardust.agent.install.fetch.Trust;
import io.stardust.client.link.LinkSettings;
import io.stardust.protocol.Authorities;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Turns the settings' texts into {@link AgentSettings}, each within its bounds. */
final class SettingsReader {
    private final Map<String, Value> values;

    SettingsReader(Map<String, Value> values) {
        this.values = values;
    }

    /** Returns the tree; throws {@link BadSettings} on the first value that does not hold. */
    AgentSettings settings() {
        return new AgentSettings(
                server(),
                Path.of(required("data", "a folder")).toAbsolutePath().normalize(),
                optional("enrol"),
                optional("name"),
                optional("project"),
                new AgentSettings.Apps(
                        seconds("apps.start-seconds", 0, 3_600),
                        seconds("apps.stop-seconds", 0, 3_600),
                        seconds("apps.reset-seconds", 0, 86_400),
                        (int) number("apps.give-up", 1, 100_000),
                        (int) number("apps.installs", 1, 64),
                        number("apps.log-mb", 1, 10_000) << 20,
                        (int) number("apps.log-keep", 0, 100),
                        optional("apps.java-agent")),
                new AgentSettings.Commands(
                        flag("commands.shell"),
                        seconds("commands.shell-seconds", 1, 3_600),
                        flag("commands.reboot"),
                        flag("commands.clock"),
                        folders("commands.tail")),
                new AgentSettings.Upgrade(choice("upgrade.channel", Channels.ALL), flag("upgrade.enabled")),
                new AgentSettings.Spool((int) number("spool.steps", 100, 1_000_000)),
                new AgentSettings.Local((int) number("local.port", 0, 65_535)),
                new AgentSettings.Log(choice("log.level", List.of("error", "warn", "info", "debug"))),
                new AgentSettings.Logs(flag("logs.send")),
                trust(),
                number("packages.pack-mb", 1, 4_000) << 20);
    }

    /** What trusts the servers' certificates; null: the JDK's own. */
    @Nullable
    SSLContext tls() {
        String file = optional("tls.trust");
        try {
            return file == null ? null : Authorities.with(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new BadSettings(
                    e.getMessage() + ", from " + value("tls.trust").source());
        }
    }

    private Trust trust() {
        boolean required = flag("packages.require-signature");
        try {
            return Trust.of(value("packages.keys").text(), required);
        } catch (IllegalArgumentException e) {
            throw new BadSettings("packages.keys: " + e.getMessage() + ", from "
                    + value("packages.keys").source());
        }
    }

    private String server() {
        String text = required("server", "a URL such as http://stardust.example:6600");
        try {
            if (LinkSettings.parse(text).isEmpty()) throw bad("server", "a URL");
        } catch (IllegalArgumentException e) {
            throw new BadSettings(e.getMessage() + ", from " + value("server").source());
        }
        return text;
    }

    private Value value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private String required(String name, String expected) {
        String text = value(name).text();
        if (!text.isBlank()) return text;
        throw new BadSettings("%s: missing (expected: %s, as --%s or %s)"
                .formatted(
                        name,
                        expected,
                        name,
                        Objects.requireNonNull(SettingSpec.named(name)).variable()));
    }

    private @Nullable String optional(String name) {
        String text = value(name).text();
        return text.isBlank() ? null : text.strip();
    }

    private Duration seconds(String name, long min, long max) {
        return Duration.ofSeconds(number(name, min, max));
    }

    private long number(String name, long min, long max) {
        try {
            long number = Long.parseLong(value(name).text().strip());
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException _) {
            // told below
        }
        throw bad(name, "a number " + min + "-" + max);
    }

    private boolean flag(String name) {
        return choice(name, List.of("true", "false")).equals("true");
    }

    private List<Path> folders(String name) {
        List<Path> folders = new ArrayList<>();
        for (String part : value(name).text().split(",", -1)) {
            if (part.isBlank()) continue;
            Path folder = Path.of(part.strip());
            if (!folder.isAbsolute()) throw bad(name, "absolute paths with commas between");
            folders.add(folder);
        }
        return folders;
    }

    private String choice(String name, List<String> choices) {
        String text = value(name).text().strip();
        if (choices.contains(text)) return text;
        throw bad(name, String.join(" or ", choices));
    }

    private BadSettings bad(String name, String expected) {
        Value value = value(name);
        return new BadSettings(
                "%s: '%s' from %s (expected: %s)".formatted(name, value.text(), value.source(), expected));
    }
}
