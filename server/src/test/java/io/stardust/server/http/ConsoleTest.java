package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a browser gets the console; its files here are the test's own. */
@Tag("sqlite")
class ConsoleTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static ServerUnderTest server;

    @BeforeAll
    static void start() {
        server = ServerUnderTest.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void page_isServedUnderEveryPathThatABrowserOpens() throws Exception {
        assertThat(text(get("/"))).contains("console of the tests");
        for (String path : List.of("/nodes", "/deployments/3/rollouts/4", "/sign-in?error=x", "/nodes/web-1.example")) {
            var answer = get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        }
    }

    @Test
    void page_namesItsFilesFromWhereItIsOpened_sinceAProxyMayHaveTakenAPathAway() throws Exception {
        assertThat(text(get("/"))).contains("src=\"./assets/index-test.js\"");
        assertThat(text(get("/nodes", "Accept", "text/html"))).contains("src=\"./assets/");
        assertThat(text(get("/deployments/3/rollouts/4?tab=a/b", "Accept", "text/html")))
                .contains("src=\"../../../assets/");
        assertThat(text(get("/nodes/a%2Fb", "Accept", "text/html")))
                .as("a browser takes it for one part")
                .contains("src=\"../assets/");
    }

    @Test
    void page_isSentAgain_whenItIsOpenedAtAnotherDepth() throws Exception {
        String etag = header(get("/nodes", "Accept", "text/html"), "ETag");

        assertThat(get("/apps", "Accept", "text/html", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(get("/nodes/3", "Accept", "text/html", "If-None-Match", etag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void page_isNotServed_wherePeopleOrMachinesAskTheFaces() throws Exception {
        for (String path : List.of(
                "/api/v1/nowhere", "/API/v1/x", "/Node/Nowhere", "/App/x", "/deploy/x", "/cube/x", "/assets/gone.js")) {
            assertThat(get(path, "Accept", "text/html").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("/nodes", "Accept", "application/json").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/nodes", "Accept", "text/html").statusCode()).isEqualTo(404);
    }

    @Test
    void page_carriesTheSecurityHeaders() throws Exception {
        var answer = get("/");

        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'self'", "script-src 'self';", "frame-ancestors 'none'", "object-src 'none'")
                .doesNotContain("script-src 'self' 'unsafe");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void problems_carryTheSecurityHeaders() throws Exception {
        for (String path : List.of("/api/v1/nodes", "/api/v1/nowhere", "/nowhere")) {
            var answer = get(path);
            assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(header(answer, "Content-Security-Policy")).as(path).contains("default-src 'none'");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        }
    }

    @Test
    void page_isNotSentAgain_whenTheBrowserHasIt() throws Exception {
        String etag = header(get("/"), "ETag");

        var answer = get("/", "If-None-Match", etag);

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(get("/", "If-None-Match", "W/\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void assets_areKeptForAYear_andComeZippedWhenThatIsUnderstood() throws Exception {
        var plain = get("/assets/index-test.js");
        var zipped = get("/assets/index-test.js", "Accept-Encoding", "br, gzip;q=0.8");

        assertThat(header(plain, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(plain, "Content-Type")).startsWith("text/javascript");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(zipped, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(unzipped(zipped.body())).isEqualTo(text(plain)).contains("42");
        assertThat(header(get("/assets/index-test.js", "Accept-Encoding", "gzip;q=0"), "Content-Encoding"))
                .isEmpty();
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void files_outsideOfTheFolder_areNotThere() throws Exception {
        for (String path : List.of(
                "/assets/..%2f..%2fopenapi.yaml",
                "/assets/%2e%2e/index.html",
                "/assets/../../openapi.yaml",
                "/assets/index-test.js.gz",
                "/openapi.yaml",
                "/assets/",
                "/..%2fpsw4j.properties")) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 404);
        }
        assertThat(text(get("/robots.txt"))).contains("Disallow");
    }

    @Test
    void head_tellsTheSizeWithoutTheBytes() throws Exception {
        var answer = send("HEAD", "/assets/index-test.js");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("25");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void answers_areZipped_whenTheyAreLongAndThatIsUnderstood() throws Exception {
        String bearer = "Bearer " + server.admin;
        var zipped = get("/api/v1/settings-of-nobody", "Authorization", bearer, "Accept-Encoding", "gzip");
        assertThat(header(zipped, "Content-Encoding")).isEmpty();
        for (int i = 10; i < 40; i++) server.api("POST", "/projects", java.util.Map.of("name", "project-" + i));

        var long1 = get("/api/v1/projects", "Authorization", bearer, "Accept-Encoding", "gzip");
        var plain = get("/api/v1/projects", "Authorization", bearer);
        var short1 = get("/api/v1/projects?limit=1", "Authorization", bearer, "Accept-Encoding", "gzip");

        assertThat(header(long1, "Content-Encoding")).isEqualTo("gzip");
        assertThat(unzipped(long1.body())).isEqualTo(text(plain)).contains("project-39");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(short1, "Content-Encoding")).isEmpty();
    }
}
