package io.stardust.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.config.Values;
import io.stardust.client.link.Awaits;
import io.stardust.client.link.Pace;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigChange;
import io.stardust.protocol.config.ConfigQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app and its config, against a server that speaks as a real one. */
class ConfigTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private AppServer server; // made before each test
    private final List<Stardust> open = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startServer() throws IOException {
        server = new AppServer();
    }

    @AfterEach
    void stop() throws IOException {
        open.forEach(Stardust::close);
        server.close();
    }

    private StardustBuilder told() {
        return Stardust.builder()
                .server(server.url())
                .app("shop")
                .secret("s1")
                .cache(folder.resolve("cache"))
                .firstWait(LONG)
                .leaveWait(Duration.ZERO)
                .pace(Pace.usual().faster(20));
    }

    private Stardust start(StardustBuilder told) {
        Stardust stardust = told.start();
        open.add(stardust);
        return stardust;
    }

    private Stardust connected() {
        Stardust stardust = start(told());
        stardust.config().values();
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());
        return stardust;
    }

    /** One life of the app in which it gets {@code values} and keeps them; the server is away afterwards. */
    private void live(StardustBuilder told, Map<String, String> values) throws IOException {
        server.config(7, values);
        Stardust stardust = start(told);
        assertThat(stardust.config().values().all()).isEqualTo(values);
        stardust.close();
        server.fake.goAway();
    }

    private Path kept() {
        return folder.resolve("cache").resolve("config");
    }

    private record Db(String host, int pool) {
        static Db of(Values values) {
            return new Db(values.get("db:host", "none"), values.getInt("db:pool", 1));
        }
    }

    @Test
    void values_followWhatIsPublished_andWhatIsRolledBack() throws IOException {
        server.config(5, Map.of("db:host", "a", "db:pool", "10"));
        Stardust stardust = connected();
        Supplier<Db> db = stardust.config().bind(Db::of);
        List<Db> heard = new CopyOnWriteArrayList<>();
        stardust.config().onChange(values -> heard.add(Db.of(values)));
        assertThat(db.get()).isEqualTo(new Db("a", 10));

        server.publish(6, Map.of("db:host", "b", "db:pool", "20"));
        Awaits.until("the release", () -> heard.contains(new Db("b", 20)));
        assertThat(db.get()).isEqualTo(new Db("b", 20));
        assertThat(stardust.config().values().version()).isEqualTo(6);

        server.publish(7, Map.of("db:host", "a", "db:pool", "10"));
        Awaits.until("the rollback", () -> heard.contains(new Db("a", 10)));
        assertThat(heard).containsExactly(new Db("b", 20), new Db("a", 10));
        assertThat(stardust.config().get("db:host")).isEqualTo("a");
    }

    @Test
    void values_areMadeOfWhatIsPushed_withoutAQuestion() throws IOException {
        server.config(5, Map.of("a", "1", "b", "2", "c", "3"));
        Stardust stardust = connected();
        List<Values> heard = new CopyOnWriteArrayList<>();
        stardust.config().onChange(heard::add);
        Awaits.until("the questions of the beginning", () -> questionsStay());
        int asked = server.questions.size();

        push(new ConfigChange(5, 9, "", Map.of("a", "new", "d", ""), List.of("b")));

        Awaits.until("the release", () -> !heard.isEmpty());
        assertThat(heard.get(0).all()).isEqualTo(Map.of("a", "new", "c", "3", "d", ""));
        assertThat(heard.get(0).version()).isEqualTo(9);
        Awaits.until("what it has", () -> server.fake.texts.contains("config#{\"Version\":9}"));
        assertThat(server.questions).hasSize(asked);
    }

    @Test
    void values_areAskedFor_whenWhatIsPushedLeadsOnFromOthers() throws IOException {
        server.config(5, Map.of("a", "1"));
        Stardust stardust = connected();
        Awaits.until("the questions of the beginning", () -> questionsStay());
        server.config(9, Map.of("a", "9"));

        push(new ConfigChange(8, 9, "", Map.of("b", "of another"), null));
        Awaits.until("version 9", () -> stardust.config().values().version() == 9);
        assertThat(stardust.config().values().all()).isEqualTo(Map.of("a", "9"));

        server.config(10, Map.of("a", "10"));
        push(new ConfigChange(9, 10, "test", Map.of("b", "of another scope"), null));
        Awaits.until("version 10", () -> stardust.config().values().version() == 10);
        assertThat(stardust.config().values().all()).isEqualTo(Map.of("a", "10"));

        server.config(11, Map.of("a", "11"));
        server.text("config#{not JSON");
        Awaits.until("version 11", () -> stardust.config().values().version() == 11);

        server.config(12, Map.of("a", "12"));
        push(ConfigChange.READ);
        Awaits.until("version 12", () -> stardust.config().values().version() == 12);
    }

    private void push(ConfigChange change) throws IOException {
        server.text(ConfigChange.PREFIX + Json.WIRE.text(change));
    }

    /** Login and socket each make the app ask; the last of them has the version. */
    private boolean questionsStay() {
        return !server.questions.isEmpty()
                && server.questions.get(server.questions.size() - 1).version() == server.config.version();
    }

    @Test
    void bind_isTheFirstQuestion_andWaitsNoLongerThanTheAnswer() {
        server.config(5, Map.of("db:host", "a"));
        Stardust stardust = start(told().firstWait(Duration.ofMinutes(10)));

        assertThat(stardust.config().bind(Db::of).get().host()).isEqualTo("a");
    }

    @Test
    void bound_staysWhatItWas_whenTheNewValuesAreNotTaken() throws IOException {
        server.config(5, Map.of("db:pool", "10"));
        Stardust stardust = connected();
        Supplier<Db> db = stardust.config().bind(Db::of);

        server.publish(6, Map.of("db:pool", "many"));
        Awaits.until("the release", () -> stardust.config().values().version() == 6);
        server.publish(7, Map.of("db:pool", "many", "more", "1"));
        Awaits.until("the next", () -> stardust.config().values().version() == 7);

        assertThat(db.get().pool()).isEqualTo(10);
        assertThatThrownBy(() -> stardust.config().bind(Db::of))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the config's db:pool is not a whole number");
    }

    @Test
    void onChange_hearsNoMore_whenItIsClosed() throws IOException {
        Stardust stardust = connected();
        List<Long> heard = new CopyOnWriteArrayList<>();
        List<Long> others = new CopyOnWriteArrayList<>();
        var subscription = stardust.config().onChange(values -> heard.add(values.version()));
        stardust.config().onChange(values -> others.add(values.version()));
        server.publish(6, Map.of("a", "1"));
        Awaits.until("the release", () -> others.contains(6L));

        subscription.close();
        server.publish(7, Map.of("a", "2"));

        Awaits.until("the next", () -> others.contains(7L));
        assertThat(heard).containsExactly(6L);
    }

    @Test
    void app_asksNothing_whenItReadsNoConfig() {
        Stardust stardust = start(told());
        Awaits.until("heartbeats", () -> server.fake.requests("/App/Ping").size() > 2);

        assertThat(server.questions).isEmpty();
        assertThat(stardust.isLoggedIn()).isTrue();
    }

    @Test
    void values_areAskedForAgain_whenTheSocketWasAway() throws IOException {
        Stardust stardust = connected();
        server.config(6, Map.of("a", "1"));

        for (var each : server.fake.sockets) each.cut();

        Awaits.until("the release", () -> "1".equals(stardust.config().get("a")));
    }

    @Test
    void values_areThoseOfTheServer_whenItCountsLessThanBefore() throws IOException {
        server.config(1_000, Map.of("a", "new"));
        Stardust stardust = connected();
        assertThat(stardust.config().get("a")).isEqualTo("new");

        server.publish(900, Map.of("a", "restored"));

        Awaits.until("the restored", () -> "restored".equals(stardust.config().get("a")));
        assertThat(stardust.config().values().version()).isEqualTo(900);
    }

    @Test
    void values_areThoseOfTheScope_whenTheServerGivesAnotherOne() throws IOException {
        server.config = AppServer.config(10, "dev", Map.of("a", "dev"));
        Stardust stardust = connected();
        assertThat(stardust.config().get("a")).isEqualTo("dev");

        server.config = AppServer.config(10, "pro", Map.of("a", "pro"));
        for (var each : server.fake.sockets) each.cut();

        Awaits.until("the other scope", () -> "pro".equals(stardust.config().get("a")));
        assertThat(stardust.config().values().scope()).isEqualTo("pro");
    }

    @Test
    void values_areAsLongAsTheyAre() {
        String value = "\"\\/\b\f\n\r\t\u0001ä€\ud83d\ude00 ".repeat(80_000);
        server.config(5, Map.of("long", value, "short", "\"", "empty", ""));

        Values values = start(told()).config().values();

        assertThat(Objects.equals(values.get("long"), value)).isTrue();
        assertThat(values.get("short")).isEqualTo("\"");
        assertThat(values.get("empty")).isEmpty();
        assertThat(values.get("none")).isNull();
    }

    @Test
    void start_takesWhatWasKept_whenThereIsNoServer() throws IOException {
        live(told(), Map.of("db:host", "a", "pass", "s3cr3t-value"));
        assertThat(new String(Files.readAllBytes(kept()), StandardCharsets.ISO_8859_1))
                .doesNotContain("s3cr3t-value")
                .doesNotContain("db:host");

        Stardust second = start(told().firstWait(SHORT));
        assertThat(second.config().get("pass")).isEqualTo("s3cr3t-value");
        assertThat(second.config().values().version()).isEqualTo(7);

        server.config(3, Map.of("db:host", "b"));
        server.fake.comeBack();
        Awaits.until("the server's", () -> "b".equals(second.config().get("db:host")));
        assertThat(second.config().get("pass")).isNull();
    }

    @Test
    void start_hasNothing_whenWhatWasKeptIsDamaged() throws IOException {
        live(told(), Map.of("a", "1"));
        byte[] whole = Files.readAllBytes(kept());
        for (int length : new int[] {0, 5, whole.length / 2}) {
            Files.write(kept(), Arrays.copyOf(whole, length));
            Stardust torn = start(told().firstWait(SHORT));
            assertThat(torn.config().values().version()).isZero();
            torn.close();
        }
        whole[whole.length - 1] ^= 1;
        Files.write(kept(), whole);

        Stardust second = start(told().firstWait(SHORT));
        assertThat(second.config().get("a")).isNull();

        server.fake.comeBack();
        Awaits.until("the server's", () -> "1".equals(second.config().get("a")));
    }

    @Test
    void start_hasNothing_whenTheSecretIsAnotherOrTheScopeIs() throws IOException {
        live(told().scope("Dev"), Map.of("a", "1"));

        StardustBuilder wrong = told().scope("Dev").secret("s2");
        assertThat(start(wrong.firstWait(SHORT)).config().get("a")).isNull();
        StardustBuilder other = told().scope("pro");
        assertThat(start(other.firstWait(SHORT)).config().get("a")).isNull();
        StardustBuilder same = told().scope("dev");
        assertThat(start(same.firstWait(SHORT)).config().get("a")).isEqualTo("1");
    }

    @Test
    void start_hasNothing_whenTheServerRefusesTheSecret() {
        server.config(5, Map.of("a", "1"));

        Stardust stardust = start(told().secret("wrong").firstWait(SHORT));

        assertThat(stardust.config().get("a")).isNull();
        assertThat(server.questions).isEmpty();
    }

    @Test
    void kept_opensByTheNewSecret_onceTheServerHasTakenIt() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "s1");
        server.config(7, Map.of("a", "1"));
        Stardust first = start(told().secretFile(file));
        assertThat(first.config().get("a")).isEqualTo("1");
        byte[] before = Files.readAllBytes(kept());

        Files.writeString(file, "s2");
        server.secret = "s2"; // tokens of s1 are refused from now on
        Awaits.until("sealed anew", () -> !Arrays.equals(before, bytes(kept())));
        first.close();
        server.fake.goAway();

        assertThat(start(told().secretFile(file).firstWait(SHORT)).config().get("a"))
                .isEqualTo("1");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void get_answersAtOnce_whenTheServerRefuses() {
        server.fake.route("/Config/GetAll", request -> {
            throw new Envelope.Refused(Envelope.FORBIDDEN, "the app is switched off");
        });

        Stardust stardust = start(told().firstWait(Duration.ofMinutes(10)));

        assertThat(stardust.config().get("a", "absent")).isEqualTo("absent");
    }

    @Test
    void keys_areTold_andAgainWhenTheQuestionFails() throws IOException {
        server.config(5, Map.of("a", "1", "b", "2"));
        Stardust stardust = connected();
        stardust.config().get("a");
        stardust.config().get("missing");
        stardust.config().get("with,comma");
        stardust.config().values().all();

        server.fake.goAway();
        stardust.config().ask();
        server.fake.comeBack();

        Awaits.until("told", () -> told("a", ConfigQuery::usedKeys) && told("missing", ConfigQuery::missedKeys));
        assertThat(told("b", ConfigQuery::usedKeys)).isFalse();
        assertThat(told("with", ConfigQuery::missedKeys)).isFalse();
    }

    private interface Keys {
        @Nullable
        String of(ConfigQuery question);
    }

    private boolean told(String key, Keys keys) {
        return server.questions.stream()
                .map(keys::of)
                .anyMatch(text -> text != null && List.of(text.split(",", -1)).contains(key));
    }

    @Test
    void nameOfAService_becomesItsAddresses_andFollowsThem() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        server.config(5, Map.of("orders", "$Registry:Orders", "text", "see $Registry:Orders"));
        Stardust stardust = connected();
        assertThat(stardust.config().get("orders")).isEqualTo("http://10.0.0.1:80");
        assertThat(stardust.config().get("text")).isEqualTo("see $Registry:Orders");
        List<String> heard = new CopyOnWriteArrayList<>();
        stardust.config().onChange(values -> heard.add(values.get("orders", "")));

        server.state("Orders", 11, AppServer.model(1, "http://10.0.0.1:80"), AppServer.model(2, "http://10.0.0.2:80"));
        for (var each : server.fake.sockets) each.cut();

        Awaits.until("both", () -> heard.contains("http://10.0.0.1:80,http://10.0.0.2:80"));
        assertThat(stardust.config().values().version()).isEqualTo(5);
    }

    @Test
    void nameOfAService_becomesItsLastAddresses_whenThereIsNoServer() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        server.config(5, Map.of("orders", "$Registry:Orders"));
        Stardust first = connected();
        assertThat(first.config().get("orders")).isEqualTo("http://10.0.0.1:80");
        Path services = folder.resolve("cache").resolve("services");
        Awaits.until(
                "kept", () -> Files.isDirectory(services) && !names(services).isEmpty());
        first.close();
        server.fake.goAway();

        assertThat(start(told().firstWait(SHORT)).config().get("orders")).isEqualTo("http://10.0.0.1:80");
    }

    private static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(each -> each.endsWith(".json"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
