package io.stardust.server.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.deploy.PackOrder;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import io.stardust.server.push.TestSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A local service becomes a deployment, and its folder the first release. */
class AdoptionTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;
    private TestSocket socket;
    private String path;
    /** What the node answers when it is asked for the service. */
    private final Map<String, Object> detail = new LinkedHashMap<>();

    private final Map<String, Object> service = new LinkedHashMap<>(Map.of(
            "Name",
            "cron",
            "FileName",
            "cron.sh",
            "Enable",
            true,
            "Mode",
            11,
            "Priority",
            1,
            "Arguments",
            "--every 5m",
            "EnvironmentMap",
            Map.of("LEVEL", "info", "DB_PASSWORD", "hunter2;x", "DB_URL", "jdbc://me:pw1@db/x")));

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        node = TestNode.enrolled(server, "web1");
        socket = new TestSocket(server, "/Node/Notify", node.token);
        path = "/nodes/" + node.id() + "/local-services/adopt";
        detail.putAll(Map.of("Service", service, "Files", 2, "Bytes", 77));
        server.link(
                "/Deploy/Upload",
                List.of(Map.of("Name", "cron", "FileName", "cron.sh", "Enable", true, "Mode", 11, "Pid", 7)),
                node.token);
    }

    @AfterEach
    void stop() {
        socket.close();
        server.close();
    }

    @Test
    void adopt_takesWhatTheAgentTells_andKeepsSealedWhatLooksSecret() throws Exception {
        Reply adopted = adopt(Map.of("service", "cron"), false);
        Reply made = server.api("GET", "/deployments/" + adopted.number("deploymentId"), null);
        Reply view = adoption(adopted);

        assertThat(adopted.status()).as(String.valueOf(adopted.body())).isEqualTo(201);
        assertThat(made.text("mode")).isEqualTo("standard"); // it has no package: it runs in its folder
        assertThat(made.text("arguments")).isEqualTo("--every 5m");
        assertThat(made.number("priority")).isEqualTo(1);
        assertThat(String.valueOf(made.at("environment")))
                .contains("info")
                .contains("DB_PASSWORD")
                .doesNotContain("hunter2")
                .doesNotContain("pw1");
        assertThat(view.at("told")).isEqualTo(true);
        assertThat(String.valueOf(view.at("secrets")))
                .contains("DB_PASSWORD", "DB_URL")
                .doesNotContain("LEVEL");
        assertThat(String.valueOf(view.at("changes"))).isEqualTo("[]");
        assertThat(view.at("packing")).isNull();
        assertThat(server.api("GET", "/nodes/" + node.id() + "/commands", null).at("items.0"))
                .isNull();
        assertThat(String.valueOf(server.api("GET", "/changes", null).body())).doesNotContain("hunter2");
        Reply rotated = server.api("POST", "/secrets/rotate", null);
        assertThat(adoption(adopted).at("told"))
                .as(String.valueOf(rotated.body()))
                .isEqualTo(true);
    }

    @Test
    void adopt_refusesArgumentsThatLookSecret_untilSomebodyGivesThem() throws Exception {
        service.put("Arguments", "--db-password=hunter2");

        Reply refused = adopt(Map.of("service", "cron"), false);
        Reply given = adopt(Map.of("service", "cron", "deployment", Map.of("arguments", "--from-env")), false);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail"))
                .contains("arguments")
                .contains("secret")
                .doesNotContain("hunter2");
        assertThat(given.status()).isEqualTo(201);
    }

    @Test
    void pack_makesARelease_andThePlanSaysThatTheProcessRunsOn() throws Exception {
        Reply adopted = adopt(Map.of("service", "cron", "pack", Map.of("version", "1.0")), true);
        PackOrder order = order();

        report(node, order, Map.of("Files", 1, "Bytes", 40, "TotalBytes", 77, "LeftOut", List.of("pid file a.pid")));
        Reply packing = adoption(adopted);
        Reply sent = send(node, order.ticket(), BodyPublishers.ofByteArray(Deploys.zip("cron")));
        Reply done = adoption(adopted);
        Reply release = server.api("GET", "/releases/" + sent.number("data"), null);
        Reply plan = plan(adopted);

        assertThat(order.name()).isEqualTo("cron");
        assertThat(order.maxBytes()).isPositive();
        assertThat(packing.text("packing.state")).isEqualTo("packing");
        assertThat(packing.number("packing.bytes")).isEqualTo(40);
        assertThat(packing.text("packing.leftOut.0")).isEqualTo("pid file a.pid");
        assertThat(sent.code()).as(String.valueOf(sent.body())).isEqualTo(0);
        assertThat(done.text("packing.state")).isEqualTo("done");
        assertThat(done.number("packing.releaseId")).isEqualTo(sent.number("data"));
        assertThat(release.text("version")).isEqualTo("1.0");
        assertThat(release.text("note")).contains("cron").contains("web1");
        Reply changes = server.api("GET", "/changes?kind=release.created", null);
        assertThat(changes.text("items.0.actor")).startsWith("user:");
        assertThat(plan.text("nodes.0.act")).isEqualTo("adopt");
        assertThat(plan.at("nodes.0.restarts")).isEqualTo(false);
        server.patch("/deployments/" + adopted.number("deploymentId"), Map.of("arguments", "-x"), 1);
        assertThat(String.valueOf(plan(adopted).at("nodes.0.warnings")))
                .contains("restarted")
                .contains("arguments");
        assertThat(plan(adopted).at("nodes.0.restarts")).isEqualTo(true);
    }

    @Test
    void ticket_isGoodOnce_forItsNodeAlone_andNotForLong() throws Exception {
        TestNode other = TestNode.enrolled(server, "web2");
        byte[] zip = Deploys.zip("cron");
        adopt(Map.of("service", "cron", "pack", Map.of()), true);
        PackOrder order = order();

        Reply others = send(other, order.ticket(), BodyPublishers.ofByteArray(zip));
        Reply wrong = send(node, "wrong", BodyPublishers.ofByteArray(zip));
        Reply none = send(node, null, BodyPublishers.ofByteArray(zip));
        Reply othersReport = report(other, order, Map.of("Failure", "x"));
        Reply good = send(node, order.ticket(), BodyPublishers.ofByteArray(zip));
        Reply again = send(node, order.ticket(), BodyPublishers.ofByteArray(zip));

        for (Reply refused : List.of(others, wrong, none, othersReport, again)) {
            assertThat(refused.code()).isEqualTo(403);
            assertThat(refused.text("message")).contains("ticket").doesNotContain(String.valueOf(order.ticket()));
        }
        assertThat(good.code()).isEqualTo(0);
    }

    @Test
    void ticket_isNotGoodAnyMore_whenNothingWasHeardForLong() throws Exception {
        Reply adopted = adopt(Map.of("service", "cron", "pack", Map.of()), true);
        PackOrder order = order();

        server.clock.advance(Duration.ofMinutes(6));

        assertThat(adoption(adopted).text("packing.state")).isEqualTo("failed");
        assertThat(adoption(adopted).text("packing.reason")).contains("nothing was heard");
        assertThat(send(node, order.ticket(), BodyPublishers.ofByteArray(Deploys.zip("x")))
                        .code())
                .isEqualTo(403);
        assertThat(releases(adopted)).isNull();
    }

    @Test
    void packing_thatFailedIsBegunAgain_byTheSameCall() throws Exception {
        Reply adopted = adopt(Map.of("service", "cron", "pack", Map.of()), true);
        report(node, order(), Map.of("Failure", "no permission for /srv/cron/key"));
        Reply failed = adoption(adopted);

        Reply again = adopt(Map.of("service", "cron", "pack", Map.of()), true);
        PackOrder order = order();
        Reply other = adopt(Map.of("service", "cron", "deployment", Map.of("name", "x")), false);
        Reply sent = send(node, order.ticket(), BodyPublishers.ofByteArray(Deploys.zip("cron")));

        assertThat(failed.text("packing.state")).isEqualTo("failed");
        assertThat(failed.text("packing.reason")).isEqualTo("no permission for /srv/cron/key");
        assertThat(again.number("id")).isEqualTo(adopted.number("id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(sent.code()).isEqualTo(0);
    }

    @Test
    void pack_makesNothing_whenTheFolderCannotBePacked() throws Exception {
        detail.put("Problem", "/ is the system's");

        Reply refused = adopt(Map.of("service", "cron", "pack", Map.of()), true);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("/ is the system's");
        assertThat(server.api("GET", "/deployments", null).at("items.0")).isNull();
        socket.close();
        server.restart(); // its channel is gone
        Reply away = server.api("POST", path, Map.of("service", "cron", "pack", Map.of()));
        assertThat(away.status()).isEqualTo(409);
        assertThat(away.text("detail")).contains("web1").contains("not connected");
        assertThat(server.api("GET", "/deployments", null).at("items.0")).isNull();
    }

    @Test
    void package_isRefusedAndLeavesNothing_whenItIsNone() throws Exception {
        Reply adopted = adopt(Map.of("service", "cron", "pack", Map.of()), true);

        Reply sent = send(node, order().ticket(), BodyPublishers.ofString("no zip at all"));

        assertThat(sent.code()).isEqualTo(400);
        assertThat(adoption(adopted).text("packing.state")).isEqualTo("failed");
        assertThat(adoption(adopted).text("packing.reason")).contains("not a zip");
        assertThat(releases(adopted)).isNull();
        assertThat(incoming()).isEmpty();
    }

    @Test
    void package_isRefusedAndLeavesNothing_whenItsEndNeverComes() throws Exception {
        Reply adopted = adopt(Map.of("service", "cron", "pack", Map.of()), true);
        String head = "POST /Deploy/Package HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nX-Ticket: %s\r\n"
                        .formatted(node.token, order().ticket())
                + "Content-Type: application/zip\r\nContent-Length: 1000000\r\n\r\n";
        try (var raw = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            raw.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            raw.getOutputStream().write(Deploys.zip("cron"));
            raw.getOutputStream().flush();
            ServerUnderTest.await(() -> adoption(adopted).text("packing.state").equals("uploading"));
        }

        ServerUnderTest.await(() -> adoption(adopted).text("packing.state").equals("failed"));
        assertThat(adoption(adopted).text("packing.reason")).contains("body");
        assertThat(releases(adopted)).isNull();
        ServerUnderTest.await(() -> incoming().isEmpty());
    }

    @Test
    void package_isRefused_whenNobodySaidHowLargeItIs() throws Exception {
        Reply adopted = adopt(Map.of("service", "cron", "pack", Map.of()), true);
        PackOrder order = order();

        Reply sent = send(
                node,
                order.ticket(),
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(Deploys.zip("cron"))));

        assertThat(sent.status()).isEqualTo(411);
        assertThat(adoption(adopted).text("packing.state")).isEqualTo("packing"); // its ticket was not used
    }

    @Test
    void adopt_isRefused_toWhoIsNoAdministratorThere() {
        ServerUnderTest.Guest guest = server.guest("ops", "operator");
        TestNode theirs = TestNode.enrolled(server, "web9", guest.project(), "4.0.0");
        server.link("/Deploy/Upload", List.of(Map.of("Name", "cron", "Enable", true)), theirs.token);
        String own = "/nodes/" + theirs.id() + "/local-services/adopt";

        Reply operator = server.api("POST", own, Map.of("service", "cron"), guest.token());
        Reply stranger = server.api(
                "POST",
                path,
                Map.of("service", "cron"),
                server.guest("far", "admin").token());

        assertThat(operator.status()).isEqualTo(403);
        assertThat(stranger.status()).isEqualTo(404);
        assertThat(server.api("GET", "/deployments", null).at("items.0")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/describe", "Deploy/Pack"})
    void command_isRefused_whenItIsThePlatformsOwn(String command) {
        server.allowEveryCommand();

        Reply refused = server.api(
                "POST",
                "/nodes/" + node.id() + "/commands",
                Map.of("command", command, "argument", "{\"Name\":\"cron\"}"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(socket.received).isEmpty();
    }

    @Test
    void adopt_placesADeploymentThatIsThere() throws Exception {
        var deploys = new Deploys(server);
        long deployment = deploys.deployment("cron-jobs");
        long release = deploys.release(deployment, "2.0");

        Reply adopted = adopt(Map.of("service", "cron", "deploymentId", deployment), false);
        Reply plan = server.api("POST", "/rollouts/plan", Map.of("deploymentId", deployment, "releaseId", release));

        assertThat(adopted.number("deploymentId")).isEqualTo(deployment);
        assertThat(adopted.text("deployName")).isEqualTo("cron");
        assertThat(String.valueOf(adoption(adopted).at("changes"))).contains("arguments", "environment", "priority");
        assertThat(plan.at("nodes.0.restarts")).isEqualTo(true);
        assertThat(String.valueOf(plan.at("nodes.0.warnings"))).contains("local service cron is restarted");
    }

    /** Asks, while the node answers what it is asked for. */
    private Reply adopt(Map<String, ?> body, boolean packs) throws Exception {
        var asked = CompletableFuture.supplyAsync(() -> server.api("POST", path, body));
        CommandModel describe = heard(asked, "deploy/describe");
        if (describe != null) answer(describe, Json.WIRE.text(detail));
        if (packs) {
            CommandModel pack = heard(asked, "deploy/pack");
            if (pack != null) {
                ordered = Json.WIRE.read(Objects.requireNonNull(pack.argument()), PackOrder.class);
                answer(pack, "begun");
            }
        }
        return asked.get();
    }

    private @Nullable PackOrder ordered;

    private PackOrder order() {
        return Objects.requireNonNull(ordered);
    }

    private @Nullable CommandModel heard(CompletableFuture<Reply> asked, String name) throws Exception {
        while (true) {
            String text = socket.received.poll(50, java.util.concurrent.TimeUnit.MILLISECONDS);
            if (text == null && asked.isDone()) return null; // refused before
            if (text == null) continue;
            CommandModel command = Json.WIRE.read(text, CommandModel.class);
            assertThat(command.command()).isEqualTo(name);
            return command;
        }
    }

    private void answer(CommandModel command, String text) {
        server.link("/Node/CommandReply", Map.of("Id", command.id(), "Status", 2, "Data", text), node.token);
    }

    private Reply report(TestNode from, PackOrder order, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("Ticket", order.ticket());
        return server.link("/Deploy/PackReport", body, from.token);
    }

    private Reply send(TestNode from, @Nullable String ticket, BodyPublisher zip) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/Deploy/Package"))
                .header("Authorization", "Bearer " + from.token)
                .POST(zip);
        if (ticket != null) request.header("X-Ticket", ticket);
        var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(answer.statusCode(), Json.PEOPLE.readAny(answer.body()), Map.of());
    }

    private Reply adoption(Reply adopted) {
        return server.api("GET", "/placements/" + adopted.number("id") + "/adoption", null);
    }

    private Reply plan(Reply adopted) {
        return server.api("POST", "/rollouts/plan", Map.of("deploymentId", adopted.number("deploymentId")));
    }

    private @Nullable Object releases(Reply adopted) {
        return server.api("GET", "/deployments/" + adopted.number("deploymentId") + "/releases", null)
                .at("items.0");
    }

    private List<Path> incoming() {
        try (Stream<Path> files = Files.list(data.resolve("blobs/incoming"))) {
            return files.toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
