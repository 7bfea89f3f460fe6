package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.SettingStore.Edit;
import io.stardust.server.SettingsLoader.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EditedSettingsTest {
    private static Edit edit(String key, String value, long revision) {
        return new Edit(key, value, revision, "user:1 anna", 0);
    }

    private static LoadedSettings started(String... flags) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < flags.length; i += 2) all.put(flags[i], flags[i + 1]);
        return SettingsLoader.load(all, Map.of());
    }

    @Test
    void of_takesEditsThatHoldTogetherOnly_whateverTheirOrder() {
        var edits = List.of(edit("nodes.ping-period", "300", 1), edit("nodes.session-timeout", "400", 2));

        ServerSettings.Nodes nodes =
                EditedSettings.of(started(), edits).settings().nodes();

        assertThat(nodes.pingPeriod()).isEqualTo(Duration.ofMinutes(5));
        assertThat(nodes.sessionTimeout()).isEqualTo(Duration.ofSeconds(400));
    }

    @Test
    void of_leavesOutTheYounger_whenTwoDoNotGoTogether() {
        var edits = List.of(edit("nodes.session-timeout", "50", 1), edit("nodes.ping-period", "60", 2));

        var settings = EditedSettings.of(started(), edits);

        assertThat(settings.settings().nodes().sessionTimeout()).isEqualTo(Duration.ofSeconds(50));
        assertThat(settings.settings().nodes().pingPeriod()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.problems()).containsOnlyKeys("nodes.ping-period");
    }

    @Test
    void of_keepsWhatNeedsARestartAsItWas_alsoWhenItsFilesAreGone() {
        LoadedSettings started = started();
        Map<String, Value> values = new HashMap<>(started.values());
        values.put("oidc.issuer", new Value("https://login.example", "--oidc.issuer"));
        values.put("oidc.client-secret-file", new Value("/gone", "--oidc.client-secret-file"));
        var later = new LoadedSettings(started.settings(), values);

        var settings = EditedSettings.of(later, List.of(edit("keep.steps-days", "8", 1)));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.settings().keep().steps()).isEqualTo(Duration.ofDays(8));
        assertThat(settings.settings().oidc()).isNull();
    }

    @Test
    void told_masksSecrets() {
        SettingSpec secret = SettingSpec.named("oidc.client-secret").orElseThrow();
        var settings = EditedSettings.of(started("oidc.client-secret", "hush"), List.of());

        assertThat(CurrentSettings.Told.of(secret, settings))
                .isEqualTo(new CurrentSettings.Told("oidc.client-secret", "***", "flag"));
        assertThat(SettingView.of(secret, settings).value()).isEqualTo("***");
    }
}
