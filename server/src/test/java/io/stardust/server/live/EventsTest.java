package io.stardust.server.live;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of events over real HTTP. */
class EventsTest {
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

    private TestStream open(String token) throws Exception {
        var stream = new TestStream(server, token, null);
        await(() -> stream.heard("ping"));
        return stream;
    }

    @Test
    void changes_areTold_withoutWhatTheyWereAbout() throws Exception {
        try (var stream = open(server.admin)) {
            long id = server.api("POST", "/apps", Map.of("name", "told")).number("id");

            await(() -> stream.heard("change ", "\"kind\":\"app.created\"", "\"subjectId\":\"" + id + "\""));
            assertThat(stream.heard("\"subjectName\":\"told\"")).isTrue();
            assertThat(stream.events()).noneMatch(event -> event.contains("\"after\""));
            assertThat(stream.lastId).isNotNull();
        }
    }

    @Test
    void nodes_areTold_whenTheyComeAndGo() throws Exception {
        try (var stream = open(server.admin)) {
            TestNode node = TestNode.enrolled(server, "seen");
            node.ping();
            long id = node.id();

            await(() -> stream.heard("node ", "\"id\":" + id + ",", "\"status\":\"online\""));
            server.link("/Node/Logout", Map.of(), node.token);
            await(() -> stream.heard("node ", "\"id\":" + id + ",", "\"status\":\"offline\""));
        }
    }

    @Test
    void instances_areTold_whenTheyComeAndGo() throws Exception {
        try (var stream = open(server.admin)) {
            TestApp one = TestApp.keyed(server, "shop", 1);
            String of = "\"id\":" + one.id() + ",\"projectId\":1,";
            TestApp other = one.sibling("10.0.0.7@4711");

            await(() -> stream.heard("app ", of, "\"instances\":2"));
            one.ping();
            server.link("/App/Logout", Map.of(), other.token);
            await(() -> stream.events().getLast().equals("app {" + of + "\"instances\":1}"));
            assertThat(stream.events())
                    .as("a heartbeat is no news")
                    .filteredOn(event -> event.startsWith("app "))
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void placements_areTold_withTheReason() throws Exception {
        TestNode node = TestNode.enrolled(server, "seen");
        var deploys = new Deploys(server);
        long shop = deploys.deployment("shop");
        deploys.placement(shop, node);
        long release = deploys.release(shop, "1");
        deploys.publish(shop, release);
        try (var stream = open(server.admin)) {
            var failed = deploys.state(deploys.wanted(node), "backOff", release, "exited with code 3");
            failed.put("ExitCode", 3);
            deploys.report(node, List.of(), List.of(failed));

            await(() -> stream.heard(
                    "placement ", "\"state\":\"backOff\"", "\"reason\":\"exited with code 3\"", "\"exitCode\":3"));
        }
    }

    @Test
    void otherProjects_areNotTold() throws Exception {
        Guest mine = server.guest("mine", "viewer");
        Guest theirs = server.guest("theirs", "admin");
        try (var stream = open(mine.token())) {
            server.api("POST", "/apps", Map.of("name", "hidden", "projectId", theirs.project()));
            TestNode.enrolled(server, "hidden", theirs.project(), "4.0.0").ping();
            TestApp.keyed(server, "hidden-too", theirs.project());
            server.api("POST", "/projects", Map.of("name", "of-nobody"));
            server.api("POST", "/apps", Map.of("name", "shown", "projectId", mine.project()));

            await(() -> stream.heard("app.created"));
            assertThat(stream.events()).allMatch(event -> event.contains("\"projectId\":" + mine.project()));
        }
    }

    @Test
    void project_isNotToldAnyMore_onceTheMembershipIsTakenAway() throws Exception {
        long red = server.api("POST", "/projects", Map.of("name", "red")).number("id");
        long blue = server.api("POST", "/projects", Map.of("name", "blue")).number("id");
        long ben = server.api("POST", "/users", Map.of("name", "ben", "password", "password of ben"))
                .number("user.id");
        for (long project : List.of(red, blue)) {
            server.api("PUT", "/projects/" + project + "/members/" + ben, Map.of("role", "viewer"));
        }
        String token = server.api("POST", "/sessions", Map.of("name", "ben", "password", "password of ben"), null)
                .text("token");
        try (var stream = open(token)) {
            server.api("POST", "/apps", Map.of("name", "before", "projectId", red));
            await(() -> stream.heard("\"subjectName\":\"before\""));

            server.api("DELETE", "/projects/" + red + "/members/" + ben, null);
            server.api("POST", "/apps", Map.of("name", "hidden", "projectId", red));
            server.api("POST", "/apps", Map.of("name", "shown", "projectId", blue));

            await(() -> stream.heard("\"subjectName\":\"shown\""));
            assertThat(stream.heard("\"subjectName\":\"hidden\"")).isFalse();
        }
    }

    @Test
    void missedChanges_areTold_whenAStreamComesBack() throws Exception {
        String seen;
        try (var stream = open(server.admin)) {
            server.api("POST", "/apps", Map.of("name", "a"));
            await(() -> stream.heard("app.created"));
            seen = String.valueOf(stream.lastId);
        }
        server.api("POST", "/apps", Map.of("name", "b"));
        server.api("POST", "/apps", Map.of("name", "c"));

        try (var stream = new TestStream(server, server.admin, seen)) {
            await(() -> stream.events().size() >= 2);
            server.api("POST", "/apps", Map.of("name", "d"));
            await(() -> stream.events().size() >= 3);

            assertThat(stream.events()).hasSize(3).allMatch(event -> event.contains("app.created"));
        }
    }

    @Test
    void reset_isTold_whenMoreWasMissedThanIsToldOneByOne() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) { // written together, so that it is quick
            List<Callable<Integer>> apps = IntStream.range(0, 520)
                    .mapToObj(i -> (Callable<Integer>) () ->
                            server.api("POST", "/apps", Map.of("name", "n" + i)).status())
                    .toList();
            for (var made : threads.invokeAll(apps)) assertThat(made.get()).isEqualTo(201);
        }

        try (var stream = new TestStream(server, server.admin, "0")) {
            await(() -> stream.heard("reset "));
            assertThat(stream.events()).containsExactly("reset {}");
        }
    }

    @Test
    void oldestStream_givesWay_whenAPersonOpensManyMore() throws Exception {
        var login = Map.of("name", "other", "password", "correct horse 8");
        server.api("POST", "/users", login);
        server.api("POST", "/projects/1/members", Map.of("name", "other", "role", "viewer"));
        try (var theirs = open(server.api("POST", "/sessions", login, null).text("token"))) {
            List<TestStream> open = new ArrayList<>();
            for (int i = 0; i <= Live.PER_USER; i++) open.add(open(server.admin));

            await(() -> open.getFirst().ended());
            server.api("POST", "/apps", Map.of("name", "told"));

            for (TestStream stream : open.subList(1, open.size())) {
                await(() -> stream.heard("app.created"));
                stream.close();
            }
            await(() -> theirs.heard("app.created"));
        }
    }

    @Test
    void stream_ends_whenItsSessionOrTokenIsTakenBack() throws Exception {
        server.close();
        server = ServerUnderTest.start(folder.resolve("quick"), Duration.ofMillis(50));
        var login = Map.of("name", "anna", "password", "correct horse 7");
        String session = server.api("POST", "/sessions", login, null).text("token");
        var made = server.api("POST", "/tokens", Map.of("kind", "api", "name", "watch"));
        String token = made.text("token");
        var ofSession = open(session);
        var ofToken = open(token);
        try (var kept = open(server.admin)) {
            server.api("DELETE", "/sessions/current", null, session);
            server.api("DELETE", "/tokens/" + made.number("id"), null);

            await(ofSession::ended);
            await(ofToken::ended);
            server.api("POST", "/apps", Map.of("name", "told"));
            await(() -> kept.heard("app.created"));
        }
        assertThat(ofSession.events()).noneMatch(event -> event.contains("app.created"));
    }

    @Test
    void streams_end_whenTheServerDoes() throws Exception {
        var stream = open(server.admin);

        server.restart();

        await(stream::ended);
    }
}
