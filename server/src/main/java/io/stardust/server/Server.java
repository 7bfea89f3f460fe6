package io.stardust.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsRouting;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.http.Api;
import io.stardust.server.http.Errors;
import io.stardust.server.http.LinkApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;

/** The whole server, wired by hand. Read this file from top to bottom to see what depends on what. */
public final class Server implements AutoCloseable {
    private static final byte[] UP = "{\"status\":\"up\"}".getBytes(StandardCharsets.US_ASCII);

    private final ServerSettings settings;
    private final Database db;
    private final Changes changes;
    private final WebServer web;

    /** Builds the object graph. Does no I/O; {@link #start} does. */
    public Server(ServerSettings settings, InstantSource clock) {
        this.settings = settings;

        // state
        this.db = new Database(settings.data().resolve("stardust.db"));
        this.changes = new Changes(db, clock);

        // the two faces
        var api = new Api(_ -> null);
        var link = new LinkApi();
        var sockets = WsRouting.builder();

        // http
        var routing = HttpRouting.builder();
        Errors.register(routing);
        routing.get(
                "/health",
                (_, response) -> response.header(HeaderNames.CONTENT_TYPE, "application/json")
                        .send(UP));
        api.register(routing);
        link.register(routing);
        this.web = WebServer.builder()
                .port(settings.port())
                .addRouting(routing)
                .addRouting(sockets)
                .build();
    }

    /** Opens the store and begins to serve. */
    public Server start() {
        try {
            Files.createDirectories(settings.data());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + settings.data(), e);
        }
        db.start();
        changes.start();
        web.start();
        return this;
    }

    /** The port it serves on. */
    public int port() {
        return web.port();
    }

    @Override
    public void close() {
        web.stop();
        changes.close();
        db.close();
    }
}
