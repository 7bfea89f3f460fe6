package io.stardust.server.eureka;

import io.stardust.protocol.Json;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A client of Eureka, reduced to its requests. */
final class TestEureka {
    static final String JSON = "application/json";
    static final String XML = "application/xml";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServerUnderTest server;
    final String name;
    private final String secret;

    TestEureka(ServerUnderTest server, String name, String secret) {
        this.server = server;
        this.name = name;
        this.secret = secret;
    }

    /** One of an app that is made for it in {@code project}, with a key of its own. */
    static TestEureka keyed(ServerUnderTest server, String name, long project) {
        TestApp app = TestApp.keyed(server, name, project);
        server.link("/App/Logout", Map.of(), app.token);
        return new TestEureka(server, name, Objects.requireNonNull(app.secret));
    }

    /** What came back, as it was sent and read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] bytes, HttpResponse<byte[]> response) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Nullable
        Object at(String path) {
            return new Reply(status, Json.PEOPLE.readAny(bytes), Map.of()).at(path);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
            boolean zipped =
                    response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
            byte[] bytes = zipped
                    ? new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes()
                    : response.body();
            return new Answer(response.statusCode(), bytes, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request of this client, to {@code /eureka} and {@code path}. */
    HttpRequest.Builder request(String path) {
        String pair = name + ":" + secret;
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/eureka" + path))
                .header("Accept", JSON)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    Answer get(String path) {
        return send(request(path));
    }

    Answer put(String path) {
        return send(request(path).PUT(BodyPublishers.noBody()));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String type, byte[] body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    Answer post(String path, String type, String body) {
        return post(path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Registers as Spring Cloud does: host {@code 10.0.0.9}, a lease of 90 s. */
    Answer register(String app, String id, String status) {
        return post("/apps/" + app.toUpperCase(Locale.ROOT), JSON, document(app, id, status));
    }

    /** The body that Spring Cloud Netflix 4.3 sends. */
    static String document(String app, String id, String status) {
        return """
                {"instance":{"instanceId":"%s","app":"%s","appGroupName":null,"ipAddr":"10.0.0.9","sid":"na",
                "homePageUrl":"http://10.0.0.9:8080/","statusPageUrl":"http://10.0.0.9:8080/actuator/info",
                "healthCheckUrl":"http://10.0.0.9:8080/actuator/health","secureHealthCheckUrl":null,
                "vipAddress":"%s","secureVipAddress":"%s","countryId":1,
                "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},
                "hostName":"10.0.0.9","status":"%s","overriddenStatus":"UNKNOWN",
                "leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90,"registrationTimestamp":0,
                "lastRenewalTimestamp":0,"evictionTimestamp":0,"serviceUpTimestamp":0},
                "isCoordinatingDiscoveryServer":false,"lastUpdatedTimestamp":1714816800000,
                "lastDirtyTimestamp":1714816800001,"actionType":null,"asgName":null,
                "port":{"$":8080,"@enabled":"true"},"securePort":{"$":443,"@enabled":"false"},
                "metadata":{"management.port":"8080","version":"1.4"}}}
                """.formatted(id, app.toUpperCase(Locale.ROOT), app, app, status);
    }
}
