package io.stardust.server;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.live.TestStream;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How settings are edited: by whom, against which bounds, and what is kept of it. */
class SettingEditsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply set(String key, Object value) {
        return server.api("PUT", "/settings/" + key, Map.of("value", String.valueOf(value)));
    }

    @SuppressWarnings("unchecked") // a JSON object
    private Map<String, Object> shown(String key) {
        Reply shown = server.api("GET", "/settings/" + key, null);
        return (Map<String, Object>) Objects.requireNonNull(shown.body());
    }

    private Object value(String key) {
        return Objects.requireNonNull(shown(key).get("value"));
    }

    private long changes() {
        return ((List<?>) Objects.requireNonNull(
                        server.api("GET", "/changes?kind=setting.*", null).at("items")))
                .size();
    }

    @Test
    void list_tellsOfEach_whereItIsSet_andWhetherItCanBeEdited() throws IOException {
        Files.writeString(data.resolve("server.json"), "{\"keep\": {\"steps-days\": 9}}");
        server.restart(Map.of("nodes.approve", "manual"));

        List<?> all = (List<?>)
                Objects.requireNonNull(server.api("GET", "/settings", null).at("items"));
        assertThat(all).hasSameSizeAs(SettingSpec.ALL);
        assertThat(all.contains(shown("keep.changes-days"))).isTrue();
        assertThat(shown("keep.changes-days"))
                .containsAllEntriesOf(Map.of("value", "180", "default", "180", "source", "default"))
                .containsAllEntriesOf(Map.of("live", true, "editable", true, "revision", 0L))
                .containsAllEntriesOf(Map.of("kind", "number", "min", 0L, "max", 3650L, "unit", "days"))
                .doesNotContainKey("setBy");
        assertThat(shown("nodes.approve"))
                .containsAllEntriesOf(Map.of("value", "manual", "source", "flag", "setBy", "--nodes.approve"))
                .containsAllEntriesOf(Map.of("live", true, "editable", false))
                .containsEntry("choices", List.of("manual", "enrolled", "all"));
        assertThat(shown("keep.steps-days"))
                .containsAllEntriesOf(Map.of("value", "9", "source", "file", "editable", false))
                .containsEntry("setBy", data.resolve("server.json").toString());
        assertThat(shown("log.level")).containsAllEntriesOf(Map.of("live", false, "editable", false));
    }

    @Test
    void edit_isRecordedWithBeforeAndAfter_andToldToOpenPages() throws Exception {
        try (var stream = new TestStream(server, server.admin, null)) {
            await(() -> stream.heard("ping"));

            Reply set = set("keep.changes-days", " 90 ");

            assertThat(set.status()).isEqualTo(200);
            assertThat(set.text("value")).isEqualTo("90");
            assertThat(set.text("source")).isEqualTo("edited");
            assertThat(set.text("setBy")).isEqualTo("user:1 anna");
            assertThat(set.number("setAt")).isEqualTo(server.clock.millis());
            assertThat(set.headers().get("etag")).containsExactly("\"" + set.number("revision") + "\"");
            await(() -> stream.heard("change", "setting.updated", "\"subjectId\":\"keep.changes-days\""));
        }
        Reply change = server.api("GET", "/changes?subject=setting:keep.changes-days", null);
        assertThat(change.text("items.0.kind")).isEqualTo("setting.updated");
        assertThat(change.text("items.0.actor")).isEqualTo("user:1 anna");
        assertThat(change.text("items.0.address")).isEqualTo("127.0.0.1");
        assertThat(change.text("items.0.subjectName")).isEqualTo("keep.changes-days");
        assertThat(change.text("items.0.before.value")).isEqualTo("180");
        assertThat(change.text("items.0.before.source")).isEqualTo("default");
        assertThat(change.text("items.0.after.value")).isEqualTo("90");
    }

    @Test
    void edit_outlivesARestart_untilItIsReset() {
        set("tokens.expire", 900);
        server.restart();
        Object kept = value("tokens.expire");

        Reply reset = server.api("DELETE", "/settings/tokens.expire", null);
        Reply again = server.api("DELETE", "/settings/tokens.expire", null);

        assertThat(kept).isEqualTo("900");
        assertThat(reset.text("value")).isEqualTo("7200");
        assertThat(reset.text("source")).isEqualTo("default");
        assertThat(reset.number("revision")).isZero();
        assertThat(again.status()).isEqualTo(200);
        assertThat(changes()).as("a second reset changes nothing").isEqualTo(2);
        server.restart();
        assertThat(value("tokens.expire")).isEqualTo("7200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "keep.changes-days ; many ; keep.changes-days (edited): many (expected: 0–3650)",
                "keep.changes-days ; -1 ; keep.changes-days (edited): -1 (expected: 0–3650)",
                "keep.changes-days ; '' ; keep.changes-days (edited): empty (expected: 0–3650)",
                "files.public ; ja ; files.public (edited): ja (expected: true|false)",
                "trusted-proxies ; moon ; trusted-proxies (edited): moon (expected: addresses or networks with commas between, 10.0.0.0/8)",
                "nodes.session-timeout ; 20 ; nodes.session-timeout (edited): 20 (expected: at least the ping period, 30)",
                "nodes.foreign-ping-period ; 601 ; nodes.foreign-session-timeout (default): 600 (expected: at least the ping period, 601)",
            })
    void edit_isRefusedInWords_andChangesNothing_whenItIsNonsense(String key, String value, String words) {
        Object before = value(key);

        Reply refused = set(key, value);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail")).isEqualTo(words);
        assertThat(value(key)).isEqualTo(before);
        assertThat(changes()).isZero();
    }

    @Test
    void edit_isRefused_whenItDoesNotGoWithAnEarlierOne() {
        set("nodes.session-timeout", 60);

        Reply refused = set("nodes.ping-period", 61);

        assertThat(refused.text("detail"))
                .isEqualTo("nodes.session-timeout (edited): 60 (expected: at least the ping period, 61)");
        assertThat(value("nodes.ping-period")).isEqualTo("30");
        assertThat(value("nodes.session-timeout")).isEqualTo("60");
        assertThat(set("nodes.ping-period", 60).status()).isEqualTo(200);
    }

    @Test
    void edit_isRefused_whenItIsNoText_orTooLong_orOfNothingThatIsThere() {
        assertThat(server.api("PUT", "/settings/keep.changes-days", "{}").text("detail"))
                .isEqualTo("value: missing (expected: text)");
        assertThat(set("trusted-proxies", "1".repeat(4_001)).text("detail"))
                .isEqualTo("value: 4001 characters (expected: at most 4000)");
        assertThat(set("keep.change-days", 1).status()).isEqualTo(404);
        assertThat(server.api("DELETE", "/settings/keep.change-days", null).status())
                .isEqualTo(404);
    }

    @Test
    void edit_isRefused_whenItNeedsARestart_orIsSetElsewhere_andSaysWhere() {
        server.restart(Map.of("keep.steps-days", "9", "oidc.client-secret", "hush"));

        Reply restart = set("log.level", "debug");
        Reply flag = set("keep.steps-days", 8);
        Reply secret = set("oidc.client-secret", "other");

        assertThat(restart.status()).isEqualTo(409);
        assertThat(restart.text("detail"))
                .isEqualTo(
                        "log.level: needs a restart (expected: --log.level, STARDUST_LOG_LEVEL or server.json, and the server started again)");
        assertThat(flag.status()).isEqualTo(409);
        assertThat(flag.text("detail")).startsWith("keep.steps-days: set by --keep.steps-days (expected: ");
        assertThat(server.api("DELETE", "/settings/keep.steps-days", null).status())
                .isEqualTo(409);
        assertThat(secret.status()).isEqualTo(409);
        assertThat(String.valueOf(secret.body())).doesNotContain("hush", "other");
        assertThat(value("oidc.client-secret")).isEqualTo("***");
    }

    @Test
    void flag_holdsAboveAnEdit_whichIsThereAgainWithoutIt() {
        set("keep.steps-days", 8);

        server.restart(Map.of("keep.steps-days", "9"));
        Map<String, Object> above = shown("keep.steps-days");
        server.restart(Map.of());

        assertThat(above).containsAllEntriesOf(Map.of("value", "9", "source", "flag", "editable", false));
        assertThat(shown("keep.steps-days")).containsAllEntriesOf(Map.of("value", "8", "source", "edited"));
    }

    @Test
    void edit_isRefused_whenSomebodyElseWasFaster() {
        long seen = ((Number) Objects.requireNonNull(shown("keep.steps-days").get("revision"))).longValue();

        Reply first = server.put("/settings/keep.steps-days", Map.of("value", "8"), seen);
        Reply second = server.put("/settings/keep.steps-days", Map.of("value", "7"), seen);
        server.api("DELETE", "/settings/keep.steps-days", null);
        set("keep.steps-days", 6);
        Reply late = server.put("/settings/keep.steps-days", Map.of("value", "5"), first.number("revision"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(412);
        assertThat(late.status()).as("no revision comes twice").isEqualTo(412);
        assertThat(value("keep.steps-days")).isEqualTo("6");
    }

    @Test
    void edit_isForPlatformAdministratorsAlone() {
        var guest = server.guest("red", "admin");
        TestNode node = TestNode.enrolled(server, "web1");
        Map<String, String> wish = Map.of("value", "8");

        for (String method : List.of("PUT", "DELETE")) {
            @Nullable Object body = method.equals("PUT") ? wish : null;
            assertThat(server.api(method, "/settings/keep.steps-days", body, guest.token())
                            .status())
                    .isEqualTo(403);
            assertThat(server.api(method, "/settings/keep.steps-days", body, node.token)
                            .status())
                    .isEqualTo(401);
            assertThat(server.api(method, "/settings/keep.steps-days", body, null)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(changes()).isZero();
    }

    @Test
    void storedEdit_isShownWithItsReason_andTheDefaultHolds_whenItHoldsNoMore() {
        set("keep.steps-days", 8);
        try (Database db = TestDatabase.in(data).start()) {
            var store = new SettingStore();
            db.write(sql -> {
                store.put(sql, new SettingStore.Edit("keep.changes-days", "99999", 90, "user:1 anna", 1));
                store.put(sql, new SettingStore.Edit("keep.gone-days", "1", 91, "user:1 anna", 1));
                store.put(sql, new SettingStore.Edit("log.level", "debug", 92, "user:1 anna", 1));
                return null;
            });
        }

        server.restart();

        assertThat(shown("keep.changes-days"))
                .containsAllEntriesOf(Map.of("value", "180", "source", "default", "revision", 90L))
                .containsEntry("problem", "keep.changes-days (edited): 99999 (expected: 0–3650)");
        assertThat(value("log.level")).isEqualTo("info");
        assertThat(value("keep.steps-days")).as("the others hold").isEqualTo("8");
        assertThat(set("keep.changes-days", 91).status()).isEqualTo(200);
        assertThat(shown("keep.changes-days")).containsEntry("value", "91").doesNotContainKey("problem");
    }
}
