package io.stardust.server.live;

import io.stardust.server.ServerUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A browser's EventSource reduced to what it keeps. */
public final class TestStream implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public final int status;
    private final InputStream body;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Thread reader;
    public volatile @Nullable String lastId;

    public TestStream(ServerUnderTest server, String token, @Nullable String lastId) throws Exception {
        this(server, token, lastId, "/events");
    }

    /** Of another stream of the people face. */
    public TestStream(ServerUnderTest server, String token, @Nullable String lastId, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token);
        if (lastId != null) request.header("Last-Event-ID", lastId);
        HttpResponse<InputStream> answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
        this.status = answer.statusCode();
        this.body = answer.body();
        this.reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            while (true) {
                @Nullable String line = lines.readLine();
                if (line == null) return;
                if (line.startsWith("event: ")) name = line.substring(7);
                if (line.startsWith("id: ")) lastId = line.substring(4);
                if (line.startsWith("data: ")) events.add(name + " " + line.substring(6));
            }
        } catch (IOException e) {
            events.add("broken off");
        }
    }

    /** What came, {@code name json}, without the pings. */
    public List<String> events() {
        return events.stream().filter(event -> !event.startsWith("ping ")).toList();
    }

    public boolean heard(String... parts) {
        return events.stream().anyMatch(event -> List.of(parts).stream().allMatch(event::contains));
    }

    public boolean ended() {
        return !reader.isAlive();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
