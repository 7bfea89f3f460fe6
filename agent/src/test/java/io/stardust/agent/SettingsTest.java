package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path data;

    @Test
    void settings_haveTheDocumentedDefaults() {
        AgentSettings settings = read(Map.of(), Map.of());

        assertThat(settings.server()).isEqualTo("http://a:6600");
        assertThat(settings.data()).isEqualTo(data);
        assertThat(settings.enrol()).isNull();
        assertThat(settings.name()).isNull();
        assertThat(settings.project()).isNull();
        assertThat(settings.apps())
                .isEqualTo(new AgentSettings.Apps(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        20,
                        8,
                        10 << 20,
                        5,
                        null));
        assertThat(settings.commands())
                .isEqualTo(new AgentSettings.Commands(false, Duration.ofSeconds(30), false, true, List.of()));
        assertThat(settings.spool().steps()).isEqualTo(10_000);
        assertThat(settings.log().level()).isEqualTo("info");
        assertThat(settings.logs().send()).isTrue();
        assertThat(settings.apps().supervisor(false).outputSent()).isFalse();
    }

    @Test
    void settings_comeFromFileThenEnvironmentThenFlags() throws IOException {
        file("{\"name\":\"file\",\"project\":\"file\",\"enrol\":\"file\",\"apps\":{\"installs\":3,\"give-up\":7}}");

        AgentSettings settings = read(
                Map.of(
                        "STARDUST_AGENT_NAME",
                        "env",
                        "STARDUST_AGENT_PROJECT",
                        "env",
                        "STARDUST_AGENT_APPS_GIVE_UP",
                        "8"),
                Map.of("project", "flag"));

        assertThat(settings.enrol()).isEqualTo("file");
        assertThat(settings.name()).isEqualTo("env");
        assertThat(settings.project()).isEqualTo("flag");
        assertThat(settings.apps().installs()).isEqualTo(3);
        assertThat(settings.apps().giveUp()).isEqualTo(8);
    }

    @Test
    void settings_refuseKeysThatAreNone_orAreMissingThoughRequired() {
        assertThatThrownBy(() -> read(Map.of("STARDUST_AGENT_PACKAGES_KEYS", "hello"), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("packages.keys")
                .hasMessageContaining("Ed25519");
        assertThatThrownBy(() -> read(Map.of(), Map.of("packages.require-signature", "true")))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("at least one");
    }

    @Test
    void settings_refuseUnknownNames_whereverTheyCome() throws IOException {
        assertThatThrownBy(() -> read(Map.of("STARDUST_AGENT_NAEM", "x"), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("STARDUST_AGENT_NAEM: no such setting");
        assertThatThrownBy(() -> read(Map.of(), Map.of("naem", "x"))).hasMessageContaining("--naem: no such flag");
        file("{\"apps\":{\"intsalls\":3}}");
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .hasMessageContaining("apps.intsalls")
                .hasMessageContaining("agent.json");
    }

    @Test
    void settings_leaveOtherProgramsVariablesAlone() {
        assertThat(read(Map.of("STARDUST_URL", "http://x", "STARDUST_TOKEN", "t"), Map.of())
                        .name())
                .isNull();
    }

    @Test
    void settings_sayValueSourceAndBounds_whenAValueDoesNotHold() throws IOException {
        assertThatThrownBy(() -> read(Map.of(), Map.of("apps.installs", "0")))
                .hasMessage("apps.installs: '0' from --apps.installs (expected: a number 1-64)");
        assertThatThrownBy(() -> read(Map.of("STARDUST_AGENT_COMMANDS_SHELL", "yes"), Map.of()))
                .hasMessageContaining("'yes' from STARDUST_AGENT_COMMANDS_SHELL (expected: true or false)");
        assertThatThrownBy(() -> read(Map.of(), Map.of("logs.send", "no")))
                .hasMessage("logs.send: 'no' from --logs.send (expected: true or false)");
        assertThatThrownBy(() -> read(Map.of(), Map.of("server", "localhost:6600")))
                .hasMessageContaining("'localhost:6600' (expected: a URL")
                .hasMessageContaining("--server");
        assertThatThrownBy(() ->
                        new SettingsReader(SettingsLoader.load(Map.of("server", "http://a"), Map.of())).settings())
                .hasMessageContaining("data: missing")
                .hasMessageContaining("STARDUST_AGENT_DATA");
        file("{\"name\":");
        assertThatThrownBy(() -> read(Map.of(), Map.of())).hasMessageContaining("no JSON");
    }

    @Test
    void settings_sayInWordsThatTheirFileCannotBeRead() throws IOException {
        Files.createDirectory(data.resolve("agent.json"));

        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessage("%s: cannot be read: it is a folder".formatted(data.resolve("agent.json")));
    }

    @Test
    void table_hidesTheEnrolmentToken() {
        String table = Main.table(SettingsLoader.load(Map.of("enrol", "sde_secret", "name", "shop"), Map.of()));

        assertThat(table).contains("--enrol", "***", "shop").doesNotContain("sde_secret");
        assertThat(SettingSpec.ALL).allSatisfy(knob -> assertThat(table).contains(knob.name()));
    }

    @Test
    void settings_keepTheOutputHere_whenLogsAreNotToBeSent() throws IOException {
        assertThat(read(Map.of("STARDUST_AGENT_LOGS_SEND", "false"), Map.of())
                        .logs()
                        .send())
                .isFalse();
        file("{\"logs\":{\"send\":false}}");
        assertThat(read(Map.of(), Map.of()).logs().send()).isFalse();
    }

    private AgentSettings read(Map<String, String> environment, Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(Map.of("server", "http://a:6600", "data", data.toString()));
        all.putAll(flags);
        return new SettingsReader(SettingsLoader.load(all, environment)).settings();
    }

    private void file(String json) throws IOException {
        Files.writeString(data.resolve("agent.json"), json);
    }
}
