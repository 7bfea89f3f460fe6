package io.stardust.client.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.FakeServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StardustServletFilterTest {
    @TempDir
    Path folder;

    private final Signer signer = new Signer("k1");

    @SuppressWarnings("serial")
    private static final class Hello extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object caller = request.getAttribute(StardustServletFilter.CALLER);
            response.getWriter().print(caller instanceof Caller known ? known.app() : "nobody");
        }
    }

    @Test
    void filter_letsPassWhoMay_inAContainer() throws Exception {
        try (var server = new FakeServer()) {
            server.route("/.well-known/jwks.json", request -> Signer.set(signer));
            var tomcat = new Tomcat();
            tomcat.setBaseDir(folder.toString());
            tomcat.setPort(0);
            Context context = tomcat.addContext("", folder.toString());
            Tomcat.addServlet(context, "hello", new Hello());
            context.addServletMappingDecoded("/", "hello");
            TokenVerifier verifier = Verifiers.of(server, new Shelf(folder.resolve("cache")));
            filter(context, new StardustServletFilter(verifier, "read"));
            try {
                tomcat.start();
                URI at = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/");

                assertThat(get(at, token("read write")).body()).isEqualTo("web");
                assertThat(get(at, token("write")).statusCode()).isEqualTo(403);
                HttpResponse<String> forged = get(at, "a.b.c");
                assertThat(forged.statusCode()).isEqualTo(401);
                assertThat(forged.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                assertThat(forged.body()).contains("malformed");
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }

    private String token(String scopes) {
        String more = "\"aud\":[\"shop\"],\"scp\":\"" + scopes + "\",";
        return signer.sign(Signer.claims(more, Signer.now(), Signer.now() + 3_600));
    }

    private static void filter(Context context, StardustServletFilter filter) {
        var definition = new FilterDef();
        definition.setFilterName("stardust");
        definition.setFilter(filter);
        context.addFilterDef(definition);
        var map = new FilterMap();
        map.setFilterName("stardust");
        map.addURLPattern("/*");
        context.addFilterMap(map);
    }

    private static HttpResponse<String> get(URI at, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at)
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
