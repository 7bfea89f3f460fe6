package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who inherits from whom, as people are told. */
class ConfigInheritanceTest {
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

    private String config(TestApp app) {
        return "/apps/" + app.id() + "/config";
    }

    /** An app that others may quote as far as {@code share} says. */
    private TestApp app(String name, long project, String share, String... quotes) {
        TestApp made = TestApp.keyed(server, name, project);
        server.api("PATCH", config(made), Map.of("share", share, "quotes", List.of(quotes)));
        return made;
    }

    /** {@code app source global readable}, a line each. */
    private List<String> links(Reply reply) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        List<?> items = (List<?>) Objects.requireNonNull(reply.at("items"));
        return items.stream()
                .map(each -> (Map<?, ?>) each)
                .map(each -> "%s %s %s %s"
                        .formatted(each.get("app"), each.get("source"), each.get("global"), each.get("readable")))
                .toList();
    }

    private List<String> links(TestApp of) {
        return links(server.api("GET", config(of) + "/inheritance", null));
    }

    @Test
    void inheritance_tellsAllSteps_inBothDirections() {
        app("root", 1, "project");
        app("second", 1, "project");
        TestApp base = app("base", 1, "project", "second", "root");
        app("shop", 1, "project", "base");
        app("cart", 1, "none", "shop");

        assertThat(links(base))
                .containsExactly(
                        "base second false true",
                        "base root false true",
                        "shop base false true",
                        "cart shop false true");
    }

    @Test
    void inheritance_endsWhereQuotesLeadInACircle() {
        TestApp one = app("one", 1, "project");
        app("two", 1, "project", "one");
        server.api("PATCH", config(one), Map.of("quotes", List.of("two")));

        assertThat(links(one)).containsExactly("one two false true", "two one false true");
    }

    @Test
    void inheritance_saysWhatIsQuotedInVain_andGoesOnNoFurther() {
        app("root", 1, "project");
        TestApp closed = app("closed", 1, "none", "root");
        TestApp shop = app("shop", 1, "project", "closed");
        TestApp heir = app("heir", 1, "project", "shop");

        assertThat(links(shop)).containsExactly("shop closed false false", "heir shop false true");
        assertThat(links(heir)).as("the matter of shop").containsExactly("heir shop false true");
        assertThat(links(closed)).containsExactly("closed root false true", "shop closed false false");
    }

    @Test
    void edit_isRefused_whenValuesCouldNotBeMadeAnyMore() {
        TestApp base = app("base", 1, "project");
        publish(base, "host", "db1");
        TestApp shop = app("shop", 1, "none", "base");
        publish(shop, "url", "http://${host}/");

        Reply refused = server.api("PATCH", config(shop), Map.of("quotes", List.of()));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).startsWith("not changed; url: ").contains("${host}");
        assertThat(links(shop)).containsExactly("shop base false true");
        assertThat(server.api("PATCH", config(shop), Map.of("share", "project")).status())
                .isEqualTo(200);
    }

    private void publish(TestApp of, String key, String value) {
        var edits = List.of(Map.of("key", key, "value", value));
        Reply reply = server.api("POST", config(of) + "/releases", Map.of("edits", edits));
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(201);
    }

    @Test
    void inheritance_tellsGlobalsThatAreSharedWithTheApp() {
        TestApp global = app("global", 1, "project");
        assertThat(server.api("PATCH", config(global), Map.of("global", true)).status())
                .isEqualTo(200);
        TestApp shop = app("shop", 1, "none");
        long elsewhere = server.guest("elsewhere", "viewer").project();

        assertThat(links(shop)).containsExactly("shop global true true");
        assertThat(links(app("far", elsewhere, "none"))).isEmpty();
    }

    @Test
    void heirsInOtherProjects_areNotTold_toWhoMayNotSeeThem() {
        var guest = server.guest("elsewhere", "viewer");
        TestApp base = app("base", guest.project(), "all");
        app("hidden", 1, "none", "base");

        assertThat(links(base)).containsExactly("hidden base false true");
        String path = config(base) + "/inheritance";
        assertThat(links(server.api("GET", path, null, guest.token()))).isEmpty();
    }
}
