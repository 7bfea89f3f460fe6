package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts and filters of the lists of deployments and placements. */
class ListsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode one;
    private TestNode two;
    private long web;
    private long job;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        one = TestNode.enrolled(server, "one");
        two = TestNode.enrolled(server, "two");
        one.ping();
        two.ping();
        web = deploys.deployment("web");
        job = deploys.deployment("job");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void report(TestNode node, long placement, String state) {
        var seen = Map.of("Id", placement, "State", state, "Time", server.clock.millis());
        deploys.report(node, List.of(), List.of(Map.copyOf(seen)));
    }

    private Reply get(String path) {
        return server.api("GET", path, null);
    }

    private static int size(Reply page) {
        return page.at("items") instanceof List<?> list ? list.size() : -1;
    }

    @Test
    void deployments_tellHowTheirPlacementsStand() {
        long first = deploys.placement(web, one);
        long second = deploys.placement(web, two);
        assertThat(get("/deployments/" + web).number("stopped")).isEqualTo(2);

        report(one, first, "running");
        report(two, second, "backOff");
        Reply shown = get("/deployments/" + web);
        assertThat(shown.number("placements")).isEqualTo(2);
        assertThat(shown.number("running")).isEqualTo(1);
        assertThat(shown.number("failed")).isEqualTo(1);

        server.link("/Node/Logout", null, two.token);
        assertThat(get("/deployments?q=web").number("items.0.unreachable")).isEqualTo(1);
        two.login(null);
        two.ping();
        assertThat(get("/deployments?q=web").number("items.0.unreachable")).isZero();
    }

    @Test
    void deployments_areFoundByHowTheirPlacementsStand() {
        report(one, deploys.placement(web, one), "running");
        report(two, deploys.placement(job, two), "gaveUp");

        assertThat(get("/deployments").number("total")).isEqualTo(2);
        assertThat(get("/deployments?limit=1").number("total")).isEqualTo(2);
        Reply failed = get("/deployments?status=failed");
        assertThat(failed.number("total")).isEqualTo(1);
        assertThat(failed.text("items.0.name")).isEqualTo("job");
        Reply ofApp = get("/deployments?app=" + get("/deployments/" + web).number("appId"));
        assertThat(ofApp.number("total")).isEqualTo(1);
        assertThat(ofApp.text("items.0.name")).isEqualTo("web");
        assertThat(get("/deployments?app=987654").number("total")).isZero();
        assertThat(get("/deployments?app=web").status()).isEqualTo(400);
        assertThat(get("/deployments?status=starting").number("total")).isZero();
        assertThat(get("/deployments?status=dead").status()).isEqualTo(400);
    }

    @Test
    void placements_areFoundByStateAndName_andCounted() {
        report(one, deploys.placement(web, one), "running");
        report(two, deploys.placement(web, two), "installing");
        report(two, deploys.placement(job, two), "done");

        assertThat(get("/placements?limit=1").number("total")).isEqualTo(3);
        assertThat(get("/placements?state=running").text("items.0.nodeName")).isEqualTo("one");
        for (String query : List.of(
                "state=running",
                "state=starting",
                "state=done",
                "q=job",
                "q=one",
                "deployment=" + job,
                "node=" + one.id(),
                "q=web&state=starting",
                "node=" + two.id() + "&state=done")) {
            Reply page = get("/placements?" + query);
            assertThat(page.number("total")).as(query).isEqualTo(1);
            assertThat(size(page)).as(query).isEqualTo(1);
        }
        assertThat(get("/placements?q=o").number("total")).isEqualTo(3);
        assertThat(get("/placements?q=%25").number("total")).isZero();
        assertThat(get("/placements?state=failed").number("total")).isZero();
        assertThat(get("/placements?deployment=" + web + "&state=running").number("total"))
                .isEqualTo(1);
        assertThat(get("/deployments/" + web + "/placements?limit=1").number("total"))
                .isEqualTo(2);
        server.link("/Node/Logout", null, two.token);
        assertThat(get("/placements?state=unreachable").number("total")).isEqualTo(2);
        assertThat(size(get("/placements?state=unreachable"))).isEqualTo(2);
    }

    @Test
    void placements_arePaged_whenFiltered() {
        deploys.placement(web, one);
        deploys.placement(web, two);
        deploys.placement(job, two);

        Reply first = get("/placements?q=two&limit=1");
        Reply second = get("/placements?q=two&limit=1&cursor=" + first.number("next"));

        assertThat(second.number("items.0.id")).isGreaterThan(first.number("items.0.id"));
        assertThat(second.at("next")).isNull();
    }

    @Test
    void otherProjects_areNeitherShownNorCounted() {
        deploys.placement(web, one);
        Guest other = server.guest("other", "admin");

        for (String path : List.of(
                "/placements",
                "/placements?q=web",
                "/placements?project=1",
                "/placements?deployment=" + web,
                "/placements?state=stopped",
                "/deployments",
                "/deployments?status=stopped",
                "/deployments?q=web",
                "/nodes",
                "/nodes?project=1")) {
            Reply page = server.api("GET", path, null, other.token());
            assertThat(page.number("total")).as(path).isZero();
            assertThat(size(page)).as(path).isZero();
        }
    }

    @Test
    void rollout_showsWhatIsSeenOfEachPlacement() {
        long placement = deploys.placement(web, one);
        Reply rollout = deploys.publish(web, deploys.release(web, "v1"));
        assertThat(get("/rollouts/" + rollout.number("id")).at("placements.0.observed"))
                .isNull();

        var wanted = deploys.wanted(one);
        var seen = deploys.state(wanted, "backOff", wanted.number("data.0.ReleaseId"), "exit code 3");
        seen.put("ExitCode", 3);
        deploys.report(one, List.of(), List.of(seen));

        Reply shown = get("/rollouts/" + rollout.number("id"));
        assertThat(shown.number("placements.0.placementId")).isEqualTo(placement);
        assertThat(shown.text("placements.0.observed.state")).isEqualTo("backOff");
        assertThat(shown.text("placements.0.observed.reason")).isEqualTo("exit code 3");
        assertThat(shown.number("placements.0.observed.exitCode")).isEqualTo(3);
    }

    @Test
    void rollouts_areListedWithHowManyStandWhere() {
        deploys.placement(web, one);
        long first = deploys.publish(web, deploys.release(web, "v1")).number("id");
        long second = deploys.publish(web, deploys.release(web, "v2")).number("id");
        var wanted = deploys.wanted(one);
        var seen = deploys.state(wanted, "running", wanted.number("data.0.ReleaseId"), "");
        deploys.report(one, List.of(), List.of(seen));

        Reply list = get("/deployments/" + web + "/rollouts");

        assertThat(list.number("items.0.id")).isEqualTo(second);
        assertThat(list.text("items.0.status")).isEqualTo("done");
        assertThat(list.number("items.0.placements.ready")).isEqualTo(1);
        assertThat(list.number("items.0.finishedAt")).isEqualTo(server.clock.millis());
        assertThat(list.number("items.1.id")).isEqualTo(first);
        assertThat(list.text("items.1.status")).isEqualTo("superseded");
        assertThat(list.number("items.1.placements.superseded")).isEqualTo(1);
        assertThat(list.number("items.1.placements.ready")).isZero();
    }

    @Test
    void rollouts_areFoundByProjectAndByPartOfTheName() {
        deploys.placement(web, one);
        long rollout = deploys.publish(web, deploys.release(web, "v1")).number("id");
        Reply shown = get("/deployments/" + web);
        String part = shown.text("name").substring(1).toUpperCase(java.util.Locale.ROOT);
        long elsewhere =
                server.api("POST", "/projects", Map.of("name", "elsewhere")).number("id");

        assertThat(get("/rollouts?q=" + part + "&project=" + shown.number("projectId"))
                        .number("items.0.id"))
                .isEqualTo(rollout);
        assertThat(get("/rollouts?q=nothing%25").at("items")).isEqualTo(List.of());
        assertThat(get("/rollouts?project=" + elsewhere).at("items")).isEqualTo(List.of());
        assertThat(get("/rollouts?q=" + "x".repeat(201)).status()).isEqualTo(400);
    }

    @Test
    void rollouts_areFoundByAppAndByWhenTheyBegin() {
        deploys.placement(web, one);
        deploys.placement(job, two);
        long app = get("/deployments/" + web).number("appId");
        long first = deploys.publish(web, deploys.release(web, "v1")).number("id");
        long began = server.clock.millis();
        deploys.publish(job, deploys.release(job, "v1"));
        long later = began + 3_600_000;
        long scheduled = deploys.publish(web, Map.of("releaseId", deploys.release(web, "v2"), "startAt", later))
                .number("id");

        assertThat(ids("/rollouts?app=" + app)).containsExactly(scheduled, first);
        assertThat(ids("/rollouts?app=" + app + "&from=" + began + "&to=" + (began + 1)))
                .containsExactly(first);
        assertThat(ids("/rollouts?app=" + app + "&from=" + (began + 1))).containsExactly(scheduled);
        assertThat(ids("/rollouts?app=" + app + "&from=" + (began + 1) + "&to=" + later))
                .isEmpty();
        assertThat(get("/rollouts?from=2&to=2").status()).isEqualTo(400);
    }

    private List<Long> ids(String list) {
        List<Long> ids = new ArrayList<>();
        Reply page = get(list);
        for (int i = 0; i < size(page); i++) ids.add(page.number("items." + i + ".id"));
        return ids;
    }

    @Test
    void node_staysInItsProject_whileSomethingIsPlacedOnIt() {
        deploys.placement(web, one);
        long elsewhere =
                server.api("POST", "/projects", Map.of("name", "elsewhere")).number("id");

        Reply refused = server.api("PATCH", "/nodes/" + one.id(), Map.of("projectId", elsewhere));
        Reply many = server.api(
                "POST",
                "/nodes/bulk",
                Map.of("act", "move", "ids", List.of(one.id(), two.id()), "projectId", elsewhere));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("placements: 1 on node one", "uninstall");
        assertThat(many.number("refused.0.id")).isEqualTo(one.id());
        assertThat(many.text("refused.0.detail")).isEqualTo(refused.text("detail"));
    }

    @Test
    void valuesOfVariables_areHidden_fromWhoMayOnlyLook() {
        for (String role : List.of("viewer", "operator")) {
            Guest guest = server.guest("with-" + role, role);
            TestNode node = TestNode.enrolled(server, "of-" + role, guest.project(), "4.0.0");
            var secret = Map.of("name", "db-" + role, "projectId", guest.project(), "environments", "PASSWORD=hush");
            long deployment = server.api("POST", "/deployments", secret).number("id");
            String placements = "/deployments/" + deployment + "/placements";
            long placement = server.api("POST", placements, Map.of("nodeId", node.id(), "environments", "KEY=hush"))
                    .number("id");
            boolean shown = role.equals("operator");

            for (String path : List.of(
                    "/deployments",
                    "/deployments/" + deployment,
                    "/placements",
                    placements,
                    "/placements/" + placement,
                    "/changes")) {
                Reply seen = server.api("GET", path, null, guest.token());
                assertThat(seen.status()).isEqualTo(200);
                String text = String.valueOf(seen.body());
                assertThat(text).as(role + " " + path).contains(path.contains("placements") ? "KEY" : "PASSWORD");
                boolean expected = shown && !path.equals("/changes");
                assertThat(text.contains("hush")).as(role + " " + path).isEqualTo(expected);
            }
        }
    }

    private List<String> sorted(String path, String field) {
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Reply page = get(path + "&limit=1" + next);
            assertThat(page.status()).isEqualTo(200);
            seen.add(page.text("items.0." + field));
            next = page.at("next") == null ? "" : "&cursor=" + page.number("next");
        } while (!next.isEmpty());
        return seen;
    }

    @Test
    void deployments_areSorted_pageByPage() {
        deploys.deployment("Apple");
        report(one, deploys.placement(web, one), "running");
        report(two, deploys.placement(job, two), "gaveUp");

        assertThat(sorted("/deployments?sort=name", "name")).containsExactly("Apple", "job", "web");
        assertThat(sorted("/deployments?sort=-name", "name")).containsExactly("web", "job", "Apple");
        assertThat(sorted("/deployments?sort=state", "name")).startsWith("job").hasSize(3);
        assertThat(sorted("/deployments?sort=-state", "name")).endsWith("job").hasSize(3);
        for (String word : List.of("version", "mode", "project", "updated")) {
            assertThat(sorted("/deployments?sort=" + word, "name")).hasSize(3).doesNotHaveDuplicates();
        }
        assertThat(get("/deployments?sort=secret").status()).isEqualTo(400);
        assertThat(get("/deployments?sort=name&cursor=999999").status()).isEqualTo(400);
    }

    @Test
    void deployments_areFoundByModeAndNode() {
        deploys.placement(web, one);
        server.api("POST", "/deployments", Map.of("name", "site", "projectId", 1, "mode", "hosted"));

        assertThat(get("/deployments?mode=hosted").text("items.0.name")).isEqualTo("site");
        assertThat(get("/deployments?mode=hosted").number("total")).isEqualTo(1);
        assertThat(get("/deployments?mode=odd").status()).isEqualTo(400);
        assertThat(get("/deployments?node=" + one.id()).text("items.0.name")).isEqualTo("web");
        assertThat(get("/deployments?node=" + two.id()).number("total")).isZero();
    }

    @Test
    void placements_areSorted_thoseThatNeedSomebodyFirst() {
        report(one, deploys.placement(web, one), "running");
        report(two, deploys.placement(web, two), "installing");
        report(one, deploys.placement(job, one), "failed");

        assertThat(sorted("/placements?sort=state", "deploymentName")).containsExactly("job", "web", "web");
        assertThat(sorted("/placements?sort=state", "nodeName")).containsExactly("one", "two", "one");
        assertThat(sorted("/placements?sort=-node", "nodeName")).containsExactly("two", "one", "one");
        for (String word : List.of("deployment", "version", "started", "crashes", "memory")) {
            assertThat(sorted("/placements?sort=" + word, "nodeName")).hasSize(3);
        }
    }

    @Test
    void sortedList_doesNotGoOn_behindARowThatTheCallerMayNotSee() {
        Guest guest = server.guest("other", "viewer");

        assertThat(server.api("GET", "/deployments?sort=name&cursor=" + web, null, guest.token())
                        .status())
                .isEqualTo(400);
    }
}
