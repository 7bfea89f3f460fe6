package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A zip from a person's hands to an application that answers. */
class PublishTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static long node;

    @BeforeAll
    static void startAgent() throws IOException {
        node = WORLD.awaitOnline(WORLD.agent("publisher"));
    }

    @Test
    void publish_movesTheAppAndBack_whenTwoVersionsAndARollback() throws IOException {
        Deploys deploys = WORLD.deploys();
        int port = Http.freePort();
        long app = deploys.deployment("hello", Map.of("port", port));
        long placement = deploys.place(app, node);
        long one = deploys.release(app, "1.0", Samples.hello("1.0"));
        long two = deploys.release(app, "2.0", Samples.hello("2.0"));

        deploys.publishWell(app, one);
        Http.awaitAnswer(port, "/", "hello 1.0");
        long first = deploys.awaitState(placement, "running").number("observed.pid");
        Doc second = deploys.publishWell(app, two);
        Http.awaitAnswer(port, "/", "hello 2.0");
        Doc back = deploys.rollBack(app);
        Http.awaitAnswer(port, "/", "hello 1.0");

        assertThat(back.text("status")).as("%s", back).isEqualTo("done");
        assertThat(back.text("kind")).isEqualTo("rollback");
        assertThat(back.number("releaseId")).isEqualTo(one);
        Doc seen = deploys.placement(placement);
        assertThat(seen.text("observed.version")).isEqualTo("1.0");
        assertThat(seen.number("observed.pid")).isPositive().isNotEqualTo(first);
        assertThat(seen.yes("converged")).isTrue();
        assertThat(seen.number("observed.crashes")).isZero();
        List<Doc> steps = deploys.steps(app, second.number("id"));
        assertThat(steps.stream().map(step -> step.text("step")))
                .containsSubsequence(
                        "queued", "pulled", "downloaded", "verified", "stopped", "unpacked", "started", "ready");
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.has("durationMs")).isTrue();
            assertThat(step.number("durationMs")).isBetween(0L, 20_000L);
            assertThat(step.number("at")).isPositive();
        });
    }

    @Test
    void publish_runsAnAppNobodyHereWrote_whenItsPackageHasAnArgumentFile() throws Exception {
        Deploys deploys = WORLD.deploys();
        int port = Http.freePort();
        int other = Http.freePort();
        String[] common = {"--disable-banner", "--bind-address", "127.0.0.1"};
        Path one = Zips.jar(WORLD.file("wiremock-1.zip"), Samples.wireMock(), arguments(common, port));
        Path two = Zips.jar(WORLD.file("wiremock-2.zip"), Samples.wireMock(), arguments(common, other));
        long app = deploys.deployment("wiremock", Map.of());
        deploys.place(app, node);
        long first = deploys.release(app, "1", one);
        long second = deploys.release(app, "2", two);

        deploys.publishWell(app, first);
        Http.awaitAnswer(port, "/__admin/mappings", "mappings");
        stub(port);
        Http.awaitAnswer(port, "/greeting", "from a stub");
        deploys.publishWell(app, second);
        Http.awaitAnswer(other, "/__admin/mappings", "mappings");
        deploys.rollBack(app);

        Http.awaitAnswer(port, "/__admin/mappings", "mappings");
    }

    @Test
    void publish_carries500Megabytes_thereAndBack() throws IOException {
        Deploys deploys = WORLD.deploys();
        Path large = Zips.heavy(WORLD.file("large.zip"), "large", 500L << 20);
        long app = deploys.deployment("large", Map.of());
        long placement = deploys.place(app, node);
        deploys.publishWell(app, deploys.release(app, "small", Zips.sleeper(WORLD.file("small.zip"), "small")));

        long release = deploys.release(app, "large", large);
        deploys.publishWell(app, release);
        assertThat(deploys.placement(placement).text("observed.version")).isEqualTo("large");
        Doc back = deploys.rollBack(app);

        assertThat(back.text("status")).as("%s", back).isEqualTo("done");
        assertThat(deploys.awaitState(placement, "running").text("observed.version"))
                .isEqualTo("small");
        Doc again = deploys.publishWell(app, release);
        assertThat(deploys.steps(app, again.number("id")).stream()
                        .filter(step -> step.text("step").equals("downloaded"))
                        .map(step -> step.text("detail")))
                .as("the package is still on the node")
                .containsExactly("was here already");
    }

    private static String[] arguments(String[] common, int port) {
        var all = new java.util.ArrayList<>(List.of(common));
        all.addAll(List.of("--port", Integer.toString(port)));
        return all.toArray(String[]::new);
    }

    private static void stub(int port) throws IOException, InterruptedException {
        String body = "{\"request\":{\"url\":\"/greeting\"},\"response\":{\"status\":200,\"body\":\"from a stub\"}}";
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/__admin/mappings"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
        }
    }
}
