package io.stardust.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedPagesTest {
    private static final int PLACEMENTS = 5;

    @TempDir
    Path folder;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private final List<Long> placements = new ArrayList<>();
    private long last;

    @BeforeEach
    void place() {
        server = ServerUnderTest.start(folder);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "n1");
        for (int i = 0; i < PLACEMENTS; i++) {
            last = deploys.deployment("app-" + i);
            placements.add(deploys.placement(last, node));
            deploys.publish(last, deploys.release(last, "1"));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Reply page(String query) {
        return server.link("/Deploy/GetAll?desired=true&" + query, null, node.token);
    }

    private static List<Long> ids(Reply page) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; page.at("data." + i) != null; i++) ids.add(page.number("data." + i + ".Id"));
        return ids;
    }

    @Test
    void getAll_isReadInPages_whenTheAgentAsksSo() {
        List<Long> all = new ArrayList<>();
        for (List<Long> page = ids(page("after=0&count=2")); !page.isEmpty(); ) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            all.addAll(page);
            page = ids(page("count=2&after=" + all.getLast()));
        }

        assertThat(all).isEqualTo(placements);
        assertThat(ids(deploys.wanted(node))).as("all at once, as before").containsExactlyElementsOf(placements);
        assertThat(page("count=many").number("code")).isEqualTo(400);
    }

    @Test
    void edit_makesEachPlacementNew_andNoOther() {
        long before = deploys.wanted(node).number("data.0.Revision");

        server.patch("/deployments/" + last, Map.of("arguments", "-v"), 1);

        Reply after = deploys.wanted(node);
        assertThat(after.number("data.4.Revision"))
                .isGreaterThan(deploys.wanted(node).number("data.3.Revision"));
        assertThat(after.number("data.0.Revision")).isEqualTo(before);
    }
}
