package io.stardust.server.instance;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An SDK reduced to its calls. */
public final class TestApp {
    private final ServerUnderTest server;
    public final String name;
    public String client = "10.0.0.7@26012";
    /** As it is sent. */
    public @Nullable String secret = "";

    public @Nullable String token;
    /** Added to what it says at its login. */
    public Map<String, Object> more = Map.of();

    public TestApp(ServerUnderTest server, String name) {
        this.server = server;
        this.name = name;
    }

    /** One of an app that is made for it in {@code project}, with a key of its own, logged in. */
    public static TestApp keyed(ServerUnderTest server, String name, long project) {
        long id = server.api("POST", "/apps", Map.of("name", name, "projectId", project))
                .number("id");
        var app = new TestApp(server, name);
        app.secret = server.api("POST", "/apps/" + id + "/keys", Map.of("name", "test"))
                .text("secret");
        app.login();
        return app;
    }

    /** Another process of the same app, logged in. */
    public TestApp sibling(String other) {
        var app = new TestApp(server, name);
        app.client = other;
        app.secret = secret;
        app.login();
        return app;
    }

    public Reply login() {
        Map<String, Object> login = new LinkedHashMap<>();
        login.put("AppId", name);
        if (secret != null) login.put("Secret", secret);
        login.put("ClientId", client);
        login.put("AppName", name);
        login.putAll(more);
        Reply reply = server.link("/App/Login", login, null);
        if (reply.code() == 0) token = (String) reply.at("data.Token");
        return reply;
    }

    public Reply ping() {
        return server.link("/App/Ping", Map.of("Id", 26012, "Name", name, "Time", 77), token);
    }

    /** The app's id on the people face. */
    public long id() {
        return server.api("GET", "/apps?q=" + name, null).number("items.0.id");
    }

    public Reply instances() {
        return server.api("GET", "/apps/" + id() + "/instances", null);
    }
}
