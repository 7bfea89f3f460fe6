package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.change.Changes;
import io.stardust.server.db.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenialsTest {
    @TempDir
    Path folder;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply recorded(String kind) {
        return server.api("GET", "/changes?limit=500&kind=" + kind, null);
    }

    private static List<?> items(Reply reply) {
        return (List<?>) java.util.Objects.requireNonNull(reply.at("items"));
    }

    @Test
    void denial_isRecordedOncePerMinuteAndRoute() {
        Guest viewer = server.guest("red", "viewer");
        for (int i = 0; i < 20; i++) server.api("POST", "/projects", Map.of("name", "x"), viewer.token());
        server.api("GET", "/users", null, viewer.token());

        Reply denied = recorded("access.denied");
        assertThat(items(denied)).hasSize(2);
        assertThat(denied.text("items.1.actor")).isEqualTo("token:1 red");
        assertThat(denied.text("items.1.address")).isEqualTo("127.0.0.1");
        assertThat(denied.text("items.1.after.method")).isEqualTo("POST");
        assertThat(denied.text("items.1.after.why")).contains("platform");

        server.clock.advance(Duration.ofMinutes(1));
        server.api("POST", "/projects", Map.of("name", "x"), viewer.token());
        assertThat(items(recorded("access.denied"))).hasSize(3);
        assertThat(items(server.api("GET", "/changes?kind=access.*", null, viewer.token())))
                .as("denials belong to no project")
                .isEmpty();
    }

    @Test
    void failedSignIn_isRecordedWithTheNameThatWasTried_andThrottlingToo() {
        for (int i = 0; i < 6; i++) {
            server.api("POST", "/sessions", Map.of("name", "anna", "password", "guess number " + i), null);
            server.clock.advance(Duration.ofSeconds(61));
        }

        Reply refused = recorded("session.refused");

        assertThat(items(refused)).hasSize(6);
        assertThat(refused.text("items.0.after.why")).startsWith("too many failed attempts");
        assertThat(refused.text("items.5.after.why")).isEqualTo("incorrect name or password");
        assertThat(refused.text("items.5.after.name")).isEqualTo("anna");
        assertThat(refused.text("items.5.actor")).isEqualTo("nobody");
        assertThat(String.valueOf(refused.body())).doesNotContain("guess number");
    }

    @Test
    void refusedSignIns_areOneRowAMinute_onceTheAddressIsThrottled() {
        for (int i = 0; i < 40; i++) {
            server.api("POST", "/sessions", Map.of("name", "x" + i, "password", "guess number"), null);
        }

        Reply refused = recorded("session.refused");

        assertThat(items(refused))
                .as("five wrong ones, one for all that were throttled")
                .hasSize(6);
    }

    @Test
    void signIn_asSomebodyWhoExists_isRecorded_whateverStrangersTry() {
        try (var db = TestDatabase.in(folder).start()) {
            var changes = new Changes(db, server.clock);
            changes.start();
            var denials = new Denials(changes, server.clock);
            for (int i = 0; i < 5_000; i++) {
                denials.signIn("/sessions", "x" + i, "10.0." + i / 250 + "." + i % 250, "wrong", () -> false);
            }
            denials.signIn("/sessions", "anna", "10.9.9.9", "wrong", () -> true);

            List<String> rows = db.read(sql -> sql.createQuery("select after from change order by id")
                    .mapTo(String.class)
                    .list());
            assertThat(rows).hasSizeLessThan(100);
            assertThat(rows.getLast()).contains("anna");
            changes.close();
        }
    }

    @Test
    void change_isShownAlone_toThoseWhoMaySeeIt() {
        Guest red = server.guest("red", "viewer");
        Guest blue = server.guest("blue", "viewer");
        long id = server.api("GET", "/changes?kind=project.created&project=" + red.project(), null)
                .number("items.0.id");

        Reply shown = server.api("GET", "/changes/" + id, null, red.token());
        Reply hidden = server.api("GET", "/changes/" + id, null, blue.token());

        assertThat(shown.text("subjectName")).isEqualTo("red");
        assertThat(shown.text("address")).isEqualTo("127.0.0.1");
        assertThat(hidden.status()).isEqualTo(404);
    }

    @Test
    void export_holdsWhatTheFilterLeaves_andNothingOfOthers() {
        Guest red = server.guest("red", "viewer");
        server.guest("blue", "viewer");
        server.api("PATCH", "/projects/" + red.project(), Map.of("displayName", "=HYPERLINK(\"x\"), 红"));
        try (var browser = new Browser(server)) {
            Reply csv = browser.send("GET", "/changes.csv", null, Map.of("Authorization", "Bearer " + red.token()));

            assertThat(csv.headers().get("content-type")).containsExactly("text/csv; charset=utf-8");
            assertThat(csv.headers().get("content-disposition"))
                    .containsExactly("attachment; filename=\"changes.csv\"");
            assertThat(String.valueOf(csv.body()))
                    .startsWith("id,time,actor,address,project,kind,subject,subjectId,subjectName,before,after\r\n")
                    .contains("project.updated", "红")
                    .doesNotContain("blue");
        }
    }
}
