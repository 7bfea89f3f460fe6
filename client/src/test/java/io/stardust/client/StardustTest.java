package io.stardust.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.link.Awaits;
import io.stardust.client.link.Pace;
import io.stardust.client.registry.Offer;
import io.stardust.client.registry.Provider;
import io.stardust.client.registry.Query;
import io.stardust.protocol.Json;
import io.stardust.protocol.app.AppModel;
import io.stardust.protocol.registry.BusyFrame;
import io.stardust.protocol.registry.ServiceAck;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StardustTest {
    private static final Duration LONG = Duration.ofSeconds(20);

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

    private static List<Long> ids(List<Provider> providers) {
        return providers.stream().map(Provider::id).sorted().toList();
    }

    @Test
    void start_tellsWhatIsMissing_whenServerOrAppIsNotSet() {
        assertThatThrownBy(() -> Stardust.builder().app("a").start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("STARDUST_SERVER");
        assertThatThrownBy(() -> Stardust.builder().server("http://x:1").start())
                .hasMessageContaining("STARDUST_APP_ID");
        assertThatThrownBy(() -> Stardust.builder().server("x").app("a").start())
                .hasMessageContaining("expected: a URL");
    }

    @Test
    void environment_isAllThatADeployedAppNeeds() throws IOException {
        Path secret = Files.writeString(folder.resolve("key"), "s1\n");
        StardustBuilder told = Stardust.builder()
                .environment(Map.of(
                        "STARDUST_SERVER", server.url(),
                        "STARDUST_APP_ID", "shop",
                        "STARDUST_SECRET_FILE", secret.toString(),
                        "STARDUST_INSTANCE", "shop-1@web1",
                        "STARDUST_NODE", "web1",
                        "STARDUST_RELEASE", "1.2.3",
                        "STARDUST_ZONE", "a"));

        Stardust stardust = start(told.cache(folder).pace(Pace.usual().faster(20)));
        Awaits.until("logged in", stardust::isLoggedIn);

        AppModel login =
                Json.WIRE.read(server.fake.requests("/App/Login").get(0).body(), AppModel.class);
        assertThat(login.appId()).isEqualTo("shop");
        assertThat(login.clientId()).isEqualTo("shop-1@web1");
        assertThat(login.instance()).isEqualTo("shop-1@web1");
        assertThat(login.version()).isEqualTo("1.2.3");
        assertThat(login.zone()).isEqualTo("a");
        assertThat(login.secret()).startsWith("$md5$");
        assertThat(login.sdk()).startsWith("stardust-java/");
    }

    @Test
    void clientId_isAddressAndProcess_whenNoAgentStartedIt() {
        Stardust stardust = start(told());
        Awaits.until("logged in", stardust::isLoggedIn);

        AppModel login =
                Json.WIRE.read(server.fake.requests("/App/Login").get(0).body(), AppModel.class);
        assertThat(login.clientId()).endsWith("@" + ProcessHandle.current().pid());
    }

    @Test
    void secretFile_isReadAgain_whenTheServerRefusesTheToken() throws IOException {
        Path secret = Files.writeString(folder.resolve("key"), "s1");
        Stardust stardust = start(told().secretFile(secret));
        Awaits.until("logged in", stardust::isLoggedIn);

        Files.writeString(secret, "s2");
        server.secret = "s2"; // tokens of s1 are refused from now on
        stardust.registry().register(Offer.of("Orders", "http://*:8080"));

        Awaits.until("offered", () -> server.offered.containsKey("Orders"));
        assertThat(server.logins.get()).isGreaterThan(1);
    }

    @Test
    void register_isToldLater_whenTheServerIsAwayAtTheStart() throws IOException {
        server.fake.goAway();
        Stardust stardust = start(told());
        stardust.registry()
                .register(Offer.of("Orders", "http://*:8080").withTags("eu").withWeight(50));

        server.fake.comeBack();

        Awaits.until("offered", () -> server.offered.containsKey("Orders"));
        var told = Objects.requireNonNull(server.offered.get("Orders"));
        assertThat(told.address()).isEqualTo("http://*:8080");
        assertThat(told.tag()).isEqualTo("eu");
        assertThat(told.weight()).isEqualTo(50);
        assertThat(told.ip()).isNotBlank();
    }

    @Test
    void register_isRepeated_whenTheServerHasForgotten() {
        Stardust stardust = start(told());
        stardust.registry().register(Offer.of("Orders", "http://*:8080"));
        Awaits.until("offered", () -> server.offered.containsKey("Orders"));

        server.offered.clear();

        Awaits.until("offered again", () -> server.offered.containsKey("Orders"));
    }

    @Test
    void close_takesBackWhatIsOfferedBeforeItLogsOut() {
        Stardust stardust = start(told());
        stardust.registry().register(Offer.of("Orders", "http://*:8080"));
        Awaits.until("offered", () -> server.offered.containsKey("Orders"));

        stardust.close();

        assertThat(server.offered).isEmpty();
        List<String> paths =
                server.fake.requests.stream().map(each -> each.path()).toList();
        assertThat(paths.indexOf("/App/UnregisterService")).isBetween(0, paths.indexOf("/App/Logout"));
    }

    @Test
    void close_returnsSoon_whenTheServerIsAway() throws IOException {
        Stardust stardust = start(told());
        stardust.registry().register(Offer.of("Orders", "http://*:8080"));
        Awaits.until("offered", () -> server.offered.containsKey("Orders"));
        server.fake.goAway();

        long begin = System.nanoTime();
        stardust.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void resolve_waitsForTheFirstAnswer_andThenFollowsThePushes() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());

        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L);
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());
        server.state("Orders", 11, AppServer.model(1, "http://10.0.0.1:80"), AppServer.model(2, "http://10.0.0.2:80"));
        server.push(delta(10, 11, 2, false));

        Awaits.until("both", () -> ids(stardust.registry().resolve("Orders")).equals(List.of(1L, 2L)));
    }

    @Test
    void push_isAcknowledged_onceItIsApplied_whenItAsksForIt() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());
        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L);
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

        server.push(delta(10, 11, 2, false));
        server.push(delta(11, 12, 3, true));

        Awaits.until("an acknowledgement", () -> acknowledged().equals(List.of(new ServiceAck("Orders", 12))));
        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void push_isAcknowledged_ofAServiceThatNobodyAskedFor() throws IOException {
        start(told());
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

        server.push(delta(11, 12, 3, true));

        Awaits.until("an acknowledgement", () -> acknowledged().equals(List.of(new ServiceAck("Orders", 12))));
    }

    @Test
    void calls_areTold_whenTheServerAsksAndTheyAreCounted() throws IOException {
        Stardust stardust = start(told());
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());
        server.text(BusyFrame.QUESTION);
        stardust.calls().begin();
        stardust.calls().begin();
        stardust.calls().end();

        server.text(BusyFrame.QUESTION);

        Awaits.until("an answer", () -> server.fake.texts.contains(BusyFrame.answer(1)));
    }

    private static ServiceDelta delta(long from, long version, long id, boolean ack) {
        List<ServiceModel> set = List.of(AppServer.model(id, "http://10.0.0.%d:80".formatted(id)));
        return new ServiceDelta("Orders", from, version, set, List.of(), ack);
    }

    private List<ServiceAck> acknowledged() {
        return server.fake.texts.stream()
                .filter(text -> text.startsWith(ServiceAck.PREFIX))
                .map(text -> Json.WIRE.read(text.substring(ServiceAck.PREFIX.length()), ServiceAck.class))
                .toList();
    }

    @Test
    void resolve_readsAll_whenAPushLeavesAGap() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());
        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L);
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

        server.state("Orders", 15, AppServer.model(3, "http://10.0.0.3:80"), AppServer.model(4, "http://10.0.0.4:80"));
        server.push(delta(14, 15, 4, false));

        Awaits.until("all", () -> ids(stardust.registry().resolve("Orders")).equals(List.of(3L, 4L)));
    }

    @Test
    void resolve_findsWhatChangedMeanwhile_whenTheSocketWasCut() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());
        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L);
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

        server.state("Orders", 11, AppServer.model(2, "http://10.0.0.2:80"));
        for (var each : server.fake.sockets) each.cut();

        Awaits.until(
                "the other", () -> ids(stardust.registry().resolve("Orders")).equals(List.of(2L)));
    }

    @Test
    void resolve_keepsTheList_whenTheServerForgetsAllOfIt() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());
        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L);
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

        server.states.clear();
        int before = server.fake.requests("/App/SubscribeService").size();
        server.fake.goAway();
        server.fake.comeBack();

        Awaits.until(
                "asked anew",
                () -> server.fake.requests("/App/SubscribeService").size() > before + 1);
        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L);
    }

    @Test
    void resolve_findsWhatTheDiskKept_whenThereIsNoServer() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust first = start(told());
        assertThat(ids(first.registry().resolve("Orders"))).containsExactly(1L);
        Awaits.until("kept", () -> !kept().isEmpty());
        first.close();
        server.fake.goAway();

        Stardust second = start(told().firstWait(Duration.ofMillis(50)));

        assertThat(ids(second.registry().resolve("Orders"))).containsExactly(1L);
    }

    @Test
    void resolve_isEmpty_whenTheDiskKeptATornFile() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust first = start(told());
        first.registry().resolve("Orders");
        Awaits.until("kept", () -> !kept().isEmpty());
        first.close();
        server.fake.goAway();
        Path file = kept().get(0);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

        Stardust second = start(told().firstWait(Duration.ofMillis(50)));
        assertThat(second.registry().resolve("Orders")).isEmpty();

        server.fake.comeBack();
        Awaits.until("found", () -> !second.registry().resolve("Orders").isEmpty());
    }

    private List<Path> kept() {
        Path services = folder.resolve("cache").resolve("services");
        if (!Files.isDirectory(services)) return List.of();
        try (var files = Files.list(services)) {
            return files.filter(each -> each.toString().endsWith(".json")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void subscribe_hearsEachNewList_untilItIsClosed() throws IOException {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());
        List<List<Long>> heard = new CopyOnWriteArrayList<>();
        var subscription = stardust.registry().subscribe("Orders", list -> heard.add(ids(list)));
        Awaits.until("first", () -> heard.contains(List.of(1L)));
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

        server.state("Orders", 11);
        server.push(new ServiceDelta("Orders", 10, 11, List.of(), List.of(1L), false));
        Awaits.until("gone", () -> heard.contains(List.of()));
        subscription.close();
        int count = heard.size();
        server.push(new ServiceDelta("Orders", 11, 12, List.of(AppServer.model(2, "http://b:1")), List.of(), false));

        Awaits.until("resolved", () -> !stardust.registry().resolve("Orders").isEmpty());
        assertThat(heard).hasSize(count);
    }

    @Test
    void resolve_filtersByVersionAsNumbers() {
        server.state("Orders", 10, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());

        assertThat(stardust.registry().resolve(Query.of("Orders").withMinVersion("1.0")))
                .hasSize(1);
        assertThat(stardust.registry().resolve(Query.of("Orders").withMinVersion("1.10")))
                .isEmpty();
        assertThat(stardust.registry().resolve(Query.of("Orders").withTags("eu")))
                .isEmpty();
    }

    @Test
    void serviceToken_isKeptOverARestart_readableByItsOwnerAlone() throws IOException {
        server.serviceToken = "a.b.c";
        Stardust first = start(told());
        Awaits.until("token", () -> "a.b.c".equals(first.serviceToken()));
        first.close();
        server.fake.goAway();

        assertThat(start(told()).serviceToken()).isEqualTo("a.b.c");
        Path file = folder.resolve("cache").resolve("service-token");
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void leave_takesBackWhatIsOffered_andGoesOn() {
        server.state("Orders", 1, AppServer.model(1, "http://10.0.0.1:80"));
        Stardust stardust = start(told());
        stardust.registry().register(Offer.of("Shop", "http://*:8080"));
        Awaits.until("offered", () -> server.offered.containsKey("Shop"));
        assertThat(stardust.registry().offered()).containsExactly("Shop");

        stardust.leave();

        assertThat(server.offered).isEmpty();
        assertThat(stardust.registry().offered()).isEmpty();
        assertThat(stardust.isLoggedIn()).isTrue();
        assertThat(ids(stardust.registry().resolve("Orders"))).containsExactly(1L);
        assertThat(stardust.registry().asked()).containsExactly("Orders");
    }
}
