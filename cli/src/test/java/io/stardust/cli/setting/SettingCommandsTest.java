package io.stardust.cli.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingCommandsTest {
    private static final Map<String, Object> KEEP = Map.of(
            "key", "keep.steps-days",
            "value", "8",
            "source", "edited",
            "setBy", "user:1 anna",
            "setAt", 1_767_225_540_000L, // a minute before the terminal's now
            "default", "30",
            "live", true,
            "editable", true,
            "revision", 7,
            "help", "days for which steps are kept");

    private static final Map<String, Object> LOG = Map.of(
            "key", "log.level",
            "value", "debug",
            "source", "flag",
            "setBy", "--log.level",
            "default", "info",
            "live", false,
            "editable", false,
            "revision", 0,
            "help", "error|warn|info|debug");

    @TempDir
    Path home;

    @Test
    void list_showsWhereEachIsSet_andHowItIsChanged() throws IOException {
        try (var server = new PretendServer()) {
            Map<String, Object> ignored = new HashMap<>(KEEP);
            ignored.put("problem", "keep.steps-days: 99999 (expected: 0–3650)");
            server.withList("/settings", KEEP, LOG, ignored);
            var cli = new Recorded(home, server.environment());

            int exit = cli.run("", "setting", "list", "--wide");

            assertThat(exit).isZero();
            assertThat(cli.out().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("keep.steps-days", "user:1 anna", "1 min ago", "while running", "kept"))
                    .anySatisfy(line -> assertThat(line).contains("log.level", "debug", "--log.level", "restart"))
                    .anySatisfy(line -> assertThat(line).contains("ignored: keep.steps-days: 99999"));
        }
    }

    @Test
    void set_editsWhatItHasSeen_andSaysWhatHolds() throws IOException {
        try (var server = new PretendServer()) {
            server.with("/settings/keep.steps-days", KEEP);
            var cli = new Recorded(home, server.environment());

            int exit = cli.run("", "setting", "set", "keep.steps-days", "8");

            assertThat(exit).isZero();
            assertThat(cli.out()).isEqualTo("keep.steps-days is 8 (edited)\n");
            assertThat(server.requests())
                    .containsExactly("GET /settings/keep.steps-days", "PUT /settings/keep.steps-days");
        }
    }

    @Test
    void reset_andShow_areJsonWhenAskedFor() throws IOException {
        try (var server = new PretendServer()) {
            server.with("/settings/keep.steps-days", KEEP);
            var cli = new Recorded(home, server.environment());

            cli.run("", "setting", "show", "keep.steps-days", "-o", "json");
            cli.run("", "setting", "reset", "keep.steps-days", "-o", "json");

            assertThat(cli.out().split("\"key\"", -1)).hasSize(3);
            assertThat(server.requests())
                    .containsExactly("GET /settings/keep.steps-days", "DELETE /settings/keep.steps-days");
        }
    }

    @Test
    void set_failsInWords_whenThereIsNoSuchSetting_orItIsSetElsewhere() throws IOException {
        try (var server = new PretendServer()) {
            server.failing("/settings/log.level", 409, "log.level: needs a restart");
            var cli = new Recorded(home, server.environment());

            int missing = cli.run("", "setting", "set", "log.levl", "debug");
            int refused = cli.run("", "setting", "reset", "log.level");

            assertThat(missing).isEqualTo(4);
            assertThat(refused).isEqualTo(5);
            assertThat(cli.err())
                    .contains("no setting log.levl", "stardust setting list", "log.level: needs a restart");
        }
    }
}
