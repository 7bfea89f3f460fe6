package io.stardust.server;

import io.stardust.protocol.Json;
import io.stardust.server.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The data folder of a server that was set up over HTTP by its administrator "anna" with password "correct horse 7".
 * Made once and copied for each test: migrating and hashing took a third of what all tests took.
 */
final class SetUpData {
    private static final Path FOLDER;
    private static final String TOKEN;

    static {
        try {
            FOLDER = Files.createTempDirectory(Path.of("target"), "set-up");
            TOKEN = setUp(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private SetUpData() {}

    /** Fills that folder; returns the token of the administrator's session. */
    static String copyTo(Path data) {
        TestDatabase.copy(FOLDER, data);
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path from : files.toList()) {
                Path to = data.resolve(FOLDER.relativize(from).toString());
                if (Files.isDirectory(from)) Files.createDirectories(to);
                else Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TOKEN;
    }

    private static String setUp(Path data) throws IOException, InterruptedException {
        ServerSettings settings =
                ServerSettings.defaults(data, 0).withBind("127.0.0.1").withPostgres(TestDatabase.settings(data));
        try (var server = new Server(settings, new ManualClock()).start();
                var http = HttpClient.newHttpClient()) {
            var wish = Map.of("code", server.setUpCode().orElseThrow(), "name", "anna", "password", "correct horse 7");
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/setup"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(Json.PEOPLE.bytes(wish)))
                    .build();
            byte[] body = http.send(request, BodyHandlers.ofByteArray()).body();
            var answer = (Map<?, ?>) Objects.requireNonNull(Json.PEOPLE.readAny(body));
            return (String) Objects.requireNonNull(answer.get("token"));
        }
    }
}
