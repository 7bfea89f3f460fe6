package io.stardust.server.node;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels, totals, and what is done to many nodes. */
class NodeListTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long labelled(String name, Map<String, String> labels) {
        long id = TestNode.enrolled(server, name).id();
        server.api("PATCH", "/nodes/" + id, Map.of("labels", labels));
        return id;
    }

    private List<?> names(String query) {
        Reply page = server.api("GET", "/nodes?" + query, null);
        assertThat(page.number("total")).isEqualTo(items(page).size());
        return items(page).stream().map(item -> ((Map<?, ?>) item).get("name")).toList();
    }

    private static List<?> items(Reply page) {
        return page.at("items") instanceof List<?> list ? list : List.of();
    }

    private Reply bulk(Map<String, ?> body) {
        return server.api("POST", "/nodes/bulk", body);
    }

    @Test
    void list_findsByLabel_whateverTheValueHolds() {
        labelled("a", Map.of("zone", "north", "os/kind", "50%_!\"x\":\"y"));
        labelled("b", Map.of("zone", "south"));
        labelled("c", Map.of());

        assertThat(names("label=zone")).isEqualTo(List.of("a", "b"));
        assertThat(names("label=zone=north")).isEqualTo(List.of("a"));
        assertThat(names("label=zone&label=os/kind")).isEqualTo(List.of("a"));
        assertThat(names("label=os/kind=50%25_!%22x%22:%22y")).isEqualTo(List.of("a"));
        assertThat(names("label=x=y")).isEmpty();
        assertThat(names("label=zone=nor")).isEmpty();
        assertThat(names("label=zone=south&q=b")).isEqualTo(List.of("b"));
        assertThat(server.api("GET", "/nodes?label==x", null).status()).isEqualTo(400);
    }

    @Test
    void labels_areFoundAgain_afterTheyWereEditedAndAfterARestart() {
        long id = labelled("a", Map.of("zone", "north"));
        server.api("PATCH", "/nodes/" + id, Map.of("labels", Map.of("rack", "7")));
        server.restart();

        assertThat(names("label=zone")).isEmpty();
        assertThat(names("label=rack=7")).isEqualTo(List.of("a"));
    }

    @Test
    void labels_areListedByKey_ofVisibleNodesOnly() {
        labelled("a", Map.of("zone", "north"));
        labelled("b", Map.of("zone", "south", "rack", "7"));
        Guest other = server.guest("other", "viewer");

        Reply all = server.api("GET", "/nodes/labels", null);
        assertThat(String.valueOf(all.at("items")))
                .isEqualTo("[{key=rack, values=[7]}, {key=zone, values=[north, south]}]");
        assertThat(items(server.api("GET", "/nodes/labels", null, other.token())))
                .isEmpty();
    }

    @Test
    void total_countsAllPages() {
        for (int i = 0; i < 5; i++) TestNode.enrolled(server, "web" + i);

        Reply page = server.api("GET", "/nodes?limit=2", null);

        assertThat(items(page)).hasSize(2);
        assertThat(page.number("total")).isEqualTo(5);
        assertThat(server.api("GET", "/nodes?limit=2&q=web4", null).number("total"))
                .isEqualTo(1);
    }

    @Test
    void bulk_doesWhatItCan_andSaysWhatItCannot() {
        long a = labelled("a", Map.of("zone", "north", "rack", "1"));
        long b = labelled("b", Map.of());

        Reply done = bulk(Map.of("ids", List.of(a, b, 99), "act", "label", "labels", Map.of("rack", "2")));

        assertThat(done.number("done")).isEqualTo(2);
        assertThat(done.number("refused.0.id")).isEqualTo(99);
        assertThat(done.text("refused.0.detail")).isEqualTo("no node 99");
        assertThat(names("label=rack=2")).isEqualTo(List.of("a", "b"));
        assertThat(names("label=zone=north")).isEqualTo(List.of("a"));
    }

    @Test
    void bulk_disablesEnablesMovesAndDeletes() {
        long a = labelled("a", Map.of("rack", "1"));
        long b = labelled("b", Map.of());
        long project = server.api("POST", "/projects", Map.of("name", "other")).number("id");

        assertThat(bulk(Map.of("ids", List.of(a, b), "act", "disable")).number("done"))
                .isEqualTo(2);
        assertThat(names("status=disabled")).isEqualTo(List.of("a", "b"));
        assertThat(bulk(Map.of("ids", List.of(a, b), "act", "enable")).number("done"))
                .isEqualTo(2);
        assertThat(names("status=disabled")).isEmpty();
        assertThat(bulk(Map.of("ids", List.of(a), "act", "move", "projectId", project))
                        .number("done"))
                .isEqualTo(1);
        assertThat(names("project=" + project)).isEqualTo(List.of("a"));
        assertThat(bulk(Map.of("ids", List.of(a, a), "act", "delete")).number("done"))
                .isEqualTo(1);
        assertThat(names("")).isEqualTo(List.of("b"));
        assertThat(names("label=rack")).isEmpty();
    }

    @Test
    void bulk_approvesThoseThatWait() {
        new TestNode(server, "w").login(null);
        long waiting = server.api("GET", "/nodes?status=waiting", null).number("items.0.id");
        long known = TestNode.enrolled(server, "k").id();

        Reply done = bulk(Map.of("ids", List.of(waiting, known), "act", "approve"));

        assertThat(done.number("done")).isEqualTo(1);
        assertThat(done.text("refused.0.detail")).contains("does not wait");
        assertThat(names("status=waiting")).isEmpty();
    }

    @Test
    void bulk_isRefusedWhole_whenItMakesNoSense() {
        for (Map<String, ?> body : List.<Map<String, ?>>of(
                Map.of("act", "delete"),
                Map.of("ids", List.of(), "act", "delete"),
                Map.of("ids", List.of(1), "act", "burn"),
                Map.of("ids", List.of(1), "act", "label"),
                Map.of("ids", List.of(1), "act", "move"))) {
            assertThat(bulk(body).status()).as("%s", body).isEqualTo(400);
        }
    }

    @Test
    void bulk_refusesNodesOfOtherProjects_asIfTheyWereNotThere() {
        long theirs = labelled("a", Map.of());
        Guest admin = server.guest("other", "admin");

        Reply done = server.api("POST", "/nodes/bulk", Map.of("ids", List.of(theirs), "act", "delete"), admin.token());

        assertThat(done.number("done")).isZero();
        assertThat(done.text("refused.0.detail")).isEqualTo("no node " + theirs);
        assertThat(names("")).isEqualTo(List.of("a"));
    }

    @Test
    void list_isSorted_thoseThatNeedSomebodyFirst() {
        TestNode quiet = TestNode.enrolled(server, "quiet");
        TestNode.enrolled(server, "Busy").ping();
        TestNode.enrolled(server, "alive").ping();
        server.link("/Node/Logout", null, quiet.token);

        assertThat(names("sort=name")).isEqualTo(List.of("alive", "Busy", "quiet"));
        assertThat(names("sort=-name")).isEqualTo(List.of("quiet", "Busy", "alive"));
        assertThat(names("sort=status").getFirst()).isEqualTo("quiet");
        for (String word : List.of("project", "ip", "system", "agent", "seen")) {
            assertThat(names("sort=-" + word)).hasSize(3);
        }
        assertThat(server.api("GET", "/nodes?sort=code", null).text("detail"))
                .contains("agent, cpu, disk, ip, memory, name");
    }

    @Test
    void list_isSortedByWhatNodesMeasure_thoseThatToldNothingAtTheEnd() {
        TestNode idle = TestNode.enrolled(server, "idle");
        TestNode full = TestNode.enrolled(server, "full");
        TestNode.enrolled(server, "silent");
        server.link("/Node/Ping", load(0.1, 900, 4, 7), idle.token);
        server.link("/Node/Ping", load(0.9, 100, 2, 300), full.token);

        for (String word : List.of("cpu", "memory", "disk", "processes")) {
            await(() -> names("sort=-" + word).equals(List.of("full", "idle", "silent")));
            assertThat(names("sort=" + word)).isEqualTo(List.of("silent", "idle", "full"));
        }
    }

    private static Map<String, ?> load(double cpu, long freeMemory, long freeDisk, int processes) {
        return Map.of(
                "CpuRate", cpu,
                "Memory", 1_000,
                "AvailableMemory", freeMemory,
                "TotalSize", 5,
                "AvailableFreeSpace", freeDisk,
                "ProcessCount", processes);
    }
}
