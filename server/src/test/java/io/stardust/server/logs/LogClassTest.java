package io.stardust.server.logs;

import static io.stardust.server.logs.TestLogs.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention classes, as operators set them and apps choose them. */
class LogClassTest {
    private static final Map<String, String> DAY = Map.of("logs.keep-days", "1");

    @TempDir
    Path data;

    private ServerUnderTest server;
    private String token = ""; // which holds for as long as logs do

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, classes("audit:30:64m,short:2:64m"));
        Map<String, Object> wish = Map.of("kind", "api", "name", "reader", "project", 1, "role", "admin");
        token = server.api("POST", "/tokens", wish).text("token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, String> classes(String classes) {
        Map<String, String> flags = new HashMap<>(DAY);
        flags.put("logs.classes", classes);
        return flags;
    }

    private TestLogs app(String name, String logClass) {
        TestLogs app = new TestLogs(server, name, 1);
        assertThat(choose(app, logClass).status()).isEqualTo(200);
        return app;
    }

    private Reply choose(TestLogs app, String logClass) {
        return server.api("PATCH", "/apps/" + app.id, Map.of("logClass", logClass), token);
    }

    private Reply view(TestLogs app) {
        return server.api("GET", "/apps/" + app.id, null, token);
    }

    /** Whatever time they are of. */
    private List<String> all() {
        Reply found = server.api("GET", "/logs?order=oldest&from=0", null, token);
        assertThat(found.status()).as("%s", found).isEqualTo(200);
        return messages(found);
    }

    @Test
    void records_goToTheClassOfTheirApp_andStayForItsDays() {
        TestLogs shop = new TestLogs(server, "shop", 1);
        TestLogs ledger = app("ledger", "audit");
        shop.say("INFO", "served");
        ledger.say("INFO", "signed in");
        server.restart();
        shop.say("INFO", "served again");
        ledger.say("INFO", "signed out");
        assertThat(all()).containsExactlyInAnyOrder("served", "signed in", "served again", "signed out");

        server.clock.advance(Duration.ofDays(29));
        server.restart();
        assertThat(all()).containsExactlyInAnyOrder("signed in", "signed out");
        server.clock.advance(Duration.ofDays(2));
        server.restart();
        assertThat(all()).isEmpty();
    }

    @Test
    void edit_countsForWhatComesFromThenOn() {
        TestLogs ledger = app("ledger", "audit");
        ledger.say("INFO", "kept for a month");
        long audit = server.api("GET", "/logs/volume", null).number("classes.1.bytes");
        choose(ledger, "short");
        ledger.say("INFO", "kept for two days");
        choose(ledger, "");
        ledger.say("INFO", "kept for a day");

        Reply volume = server.api("GET", "/logs/volume", null);
        assertThat(volume.number("classes.1.bytes")).isEqualTo(audit);
        server.clock.advance(Duration.ofDays(2));
        server.restart();
        assertThat(all()).containsExactly("kept for a month", "kept for two days");
        server.clock.advance(Duration.ofDays(1));
        server.restart();
        assertThat(all()).containsExactly("kept for a month");
    }

    @Test
    void edit_isAChange_andIsSeen() {
        TestLogs ledger = app("ledger", "audit");

        assertThat(view(ledger).text("logClass")).isEqualTo("audit");
        assertThat(view(ledger).at("lacksClass")).isNull();
        Reply change = server.api("GET", "/changes?subject=app:" + ledger.id, null);
        assertThat(change.text("items.0.kind")).isEqualTo("app.updated");
        assertThat(change.at("items.0.after.logClass")).isEqualTo("audit");
        choose(ledger, "standard");
        assertThat(view(ledger).at("logClass")).isNull();
        Reply made = server.api("POST", "/apps", Map.of("name", "till", "logClass", "short"));
        assertThat(made.text("logClass")).isEqualTo("short");
    }

    @Test
    void edit_isRefusedInWords_whenThereIsNoSuchClass() {
        TestLogs shop = new TestLogs(server, "shop", 1);

        Reply refused = choose(shop, "adit");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail")).isEqualTo("logClass: adit (expected: standard, audit, short)");
        assertThat(server.api("POST", "/apps", Map.of("name", "till", "logClass", "x".repeat(40)))
                        .status())
                .isEqualTo(400);
        assertThat(server.api("GET", "/apps?q=till", null).at("items.0")).isNull();
    }

    @Test
    void volume_showsEachClassBesideItsBounds() {
        app("ledger", "audit").say("INFO", "signed in");

        Reply volume = server.api("GET", "/logs/volume", null);
        assertThat(List.of(volume.text("classes.0.name"), volume.text("classes.1.name"), volume.text("classes.2.name")))
                .containsExactly("standard", "audit", "short");
        assertThat(volume.number("classes.0.keepDays")).isEqualTo(1);
        assertThat(volume.number("classes.1.keepDays")).isEqualTo(30);
        assertThat(volume.number("classes.1.maxBytes")).isEqualTo(64 << 20);
        assertThat(volume.number("classes.1.bytes")).isPositive();
        assertThat(volume.number("classes.2.bytes")).isZero();
    }

    @Test
    void app_isKeptAsStandard_whenItsClassIsGone() {
        TestLogs ledger = app("ledger", "audit");
        ledger.say("INFO", "signed in");
        server.restart(DAY);
        ledger.say("INFO", "signed out");

        assertThat(all()).containsExactlyInAnyOrder("signed in", "signed out");
        assertThat(view(ledger).text("logClass")).isEqualTo("audit");
        assertThat(view(ledger).at("lacksClass")).isEqualTo(true);
        Reply volume = server.api("GET", "/logs/volume", null);
        assertThat(volume.number("classes.0.bytes")).isPositive();
        assertThat(volume.text("classes.1.name")).isEqualTo("audit");
        assertThat(volume.at("classes.1.taking")).isEqualTo(false);
        assertThat(server.api("PATCH", "/apps/" + ledger.id, Map.of("displayName", "The ledger"))
                        .text("logClass"))
                .isEqualTo("audit");

        server.clock.advance(Duration.ofDays(2));
        server.restart();
        assertThat(all()).containsExactly("signed in");
        server.clock.advance(Duration.ofDays(29));
        server.restart();
        assertThat(all()).isEmpty();
        server.restart(classes("audit:30:64m"));
        assertThat(view(ledger).at("lacksClass")).isNull();
        ledger.say("INFO", "back in its class");
        server.clock.advance(Duration.ofDays(20));
        server.restart();
        assertThat(all()).containsExactly("back in its class");
    }

    @Test
    void app_thatIsMadeAnew_hasNoClassOfTheOneBefore() {
        TestLogs ledger = app("ledger", "audit");
        server.api("DELETE", "/apps/" + ledger.id, null);
        TestLogs again = new TestLogs(server, "ledger", 1);
        again.say("INFO", "signed in");

        assertThat(view(again).at("logClass")).isNull();
        assertThat(server.api("GET", "/logs/volume", null).number("classes.1.bytes"))
                .isZero();
    }
}
