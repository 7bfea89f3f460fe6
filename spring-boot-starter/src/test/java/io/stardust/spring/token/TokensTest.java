package io.stardust.spring.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.link.Awaits;
import io.stardust.client.token.Signer;
import io.stardust.protocol.Envelope;
import io.stardust.spring.TestApp;
import io.stardust.spring.WebApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Who may call a real application: by paths, and by Spring Security. */
class TokensTest {
    private static final Signer SIGNER = new Signer("k1");

    @TempDir
    static Path folder;

    private static AppServer server; // made before the first test
    private static ConfigurableApplicationContext context; // likewise
    private static String url; // likewise

    @BeforeAll
    static void start() throws IOException {
        server = new AppServer();
        server.fake.route("/.well-known/jwks.json", request -> Signer.set(SIGNER));
        server.fake.route(
                "/App/RevokedTokens",
                request -> Envelope.wrap("{\"Revoked\":[],\"Version\":1}".getBytes(StandardCharsets.UTF_8)));
        context = TestApp.start(
                WebApp.class, server, folder, "--stardust.token-paths=/api/**", "--stardust.token-scope=read");
        url = TestApp.url(context);
        Awaits.until("login", context.getBean(Stardust.class)::isLoggedIn);
    }

    @AfterAll
    static void stop() throws IOException {
        context.close();
        server.close();
    }

    private static String bearer(String scopes) {
        String more = "\"aud\":[\"web\"],\"scp\":\"" + scopes + "\",";
        return "Bearer " + SIGNER.sign(Signer.claims(more, Signer.now(), Signer.now() + 3_600));
    }

    @Test
    void paths_wantAToken_andTellWhoCalls() throws IOException {
        assertThat(TestApp.get(url + "/open").body()).isEqualTo("nobody");
        assertThat(TestApp.get(url + "/api/who").statusCode()).isEqualTo(401);
        assertThat(TestApp.get(url + "/api/who", "Authorization", bearer("read"))
                        .body())
                .isEqualTo("web");
        assertThat(TestApp.get(url + "/api/who", "Authorization", bearer("write"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(TestApp.get(url + "/api/who", "Authorization", "Bearer a.b.c")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void paths_areNotGotAround_byDotsAndEncodedSigns() throws IOException {
        for (String each : new String[] {"/open/../api/who", "/%61pi/who", "/api;x=1/who", "//api/who", "/api/who/"}) {
            assertThat(TestApp.get(url + each).body()).as(each).isNotEqualTo("nobody");
        }
    }

    @Test
    void springSecurity_takesTheToken_andRefusesAnother() throws IOException {
        assertThat(TestApp.get(url + "/secured").statusCode()).isEqualTo(403);
        assertThat(TestApp.get(url + "/secured", "Authorization", bearer("read"))
                        .body())
                .isEqualTo("web");
        assertThat(TestApp.get(url + "/secured", "Authorization", "Bearer a.b.c")
                        .statusCode())
                .isEqualTo(403);
    }
}
