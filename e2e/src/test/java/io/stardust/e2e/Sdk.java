package io.stardust.e2e;

import io.stardust.client.Stardust;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** An app of this program that uses our library; what it keeps on disk outlives each start. */
record Sdk(World world, String name, String secret) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Makes the app {@code name} in {@code project}. */
    static Sdk of(World world, String name, long project) throws IOException {
        long app = world.api()
                .post("/apps", Map.of("name", name, "projectId", project))
                .number("id");
        Doc key = world.api().post("/apps/" + app + "/keys", Map.of("name", "test"));
        world.secrets().add(key.text("secret"));
        return new Sdk(world, name, key.text("secret"));
    }

    /** Makes the app and starts it; returns when it is logged in. */
    static Stardust start(World world, String name, long project) throws IOException {
        Stardust stardust = of(world, name, project).start();
        Awaits.until(name + " is logged in", PATIENCE, stardust::isLoggedIn);
        return stardust;
    }

    /** Starts it, server or no server. */
    Stardust start() {
        return Stardust.builder()
                .server(world.server().address().toString())
                .app(name)
                .secret(secret)
                .cache(world.file("cache-" + name))
                .start();
    }

    @Override
    public String toString() {
        return "Sdk[" + name + "]";
    }
}
