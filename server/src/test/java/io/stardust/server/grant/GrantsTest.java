package io.stardust.server.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private long other;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        other = server.api("POST", "/projects", Map.of("name", "other")).number("id");
        app("shop", 1);
        app("stock", other);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long app(String name, long project) {
        return server.api("POST", "/apps", Map.of("name", name, "projectId", project))
                .number("id");
    }

    private Reply grant(String consumer, String provider) {
        return server.api("POST", "/grants", Map.of("consumerApp", consumer, "providerApp", provider, "note", "why"));
    }

    @Test
    void create_letsAnAppCallOneOfAnotherProject_once() {
        Reply made = grant("shop", "stock");
        Reply again = grant("shop", "stock");
        Reply listed = server.api("GET", "/grants?q=sto", null);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.number("projectId")).isEqualTo(other);
        assertThat(again.status()).isEqualTo(409);
        assertThat(listed.text("items.0.consumerApp")).isEqualTo("shop");
        assertThat(server.api("GET", "/changes?kind=grant.created&limit=1", null)
                        .text("items.0.kind"))
                .isEqualTo("grant.created");
    }

    @Test
    void create_isRefused_whenItWouldSayNothingOrNames_nobody() {
        app("till", 1);

        assertThat(grant("shop", "till").status()).isEqualTo(409);
        assertThat(grant("shop", "nobody").status()).isEqualTo(400);
        assertThat(server.api("POST", "/grants", Map.of("consumerApp", "shop")).text("detail"))
                .contains("providerApp");
    }

    @Test
    void delete_takesItBack() {
        long id = grant("shop", "stock").number("id");

        assertThat(server.api("DELETE", "/grants/" + id, null).status()).isEqualTo(204);
        assertThat(server.api("GET", "/grants/" + id, null).status()).isEqualTo(404);
        assertThat(grant("shop", "stock").status()).isEqualTo(201);
    }

    @Test
    void grants_goWithTheirApps() {
        long till = app("till", 1);
        long id = grant("till", "stock").number("id");

        server.api("DELETE", "/apps/" + till, null);

        ServerUnderTest.await(() -> server.api("GET", "/grants/" + id, null).status() == 404);
    }

    @Test
    void revoke_isRecorded() {
        long id = server.api("GET", "/apps?q=shop", null).number("items.0.id");

        assertThat(server.api("POST", "/apps/" + id + "/service-tokens/revoke", null)
                        .status())
                .isEqualTo(204);
        assertThat(server.api("GET", "/changes?kind=app.tokensRevoked&limit=1", null)
                        .text("items.0.subjectId"))
                .isEqualTo(Long.toString(id));
    }

    @Test
    void keys_arePublishedForEverybody() {
        Reply keys = server.link("/.well-known/jwks.json", null, null);

        assertThat(keys.text("keys.0.crv")).isEqualTo("Ed25519");
        assertThat(keys.text("keys.0.kty")).isEqualTo("OKP");
    }
}
