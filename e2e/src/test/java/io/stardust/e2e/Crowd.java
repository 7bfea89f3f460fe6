package io.stardust.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Many instances of one app, each a provider of one of some services. They speak through a few connections, and ten of
 * them by one login.
 */
final class Crowd {
    private static final int CONNECTIONS = 16;
    private static final int LOGIN = 10; // instances

    private final World world;
    private final int instances;
    private final int services;
    private final String secret;
    private final String[] tokens;

    private interface Act {
        void by(RawClient client, int instance) throws IOException;
    }

    /** Makes the app and logs all in. */
    Crowd(World world, int instances, int services) throws IOException {
        this.world = world;
        this.instances = instances;
        this.services = services;
        this.tokens = new String[instances / LOGIN];
        long app = world.api().post("/apps", Map.of("name", "crowd")).number("id");
        secret = world.api()
                .post("/apps/" + app + "/keys", Map.of("name", "test"))
                .text("secret");
        world.secrets().add(secret);
        all(tokens.length, (client, i) -> tokens[i] = login(client, name(i * LOGIN)));
    }

    /** The token of another instance of the app, which reports as our library does. */
    String login(RawClient client, String name) throws IOException {
        return client.post(
                        "/App/Login",
                        null,
                        Map.of("AppId", "crowd", "Secret", secret, "ClientId", name, "Sdk", "crowd/1"))
                .text("Token");
    }

    private static String name(int instance) {
        return "10.1.%d.%d@%d".formatted(instance / 250, instance % 250 + 1, instance);
    }

    static String service(int number) {
        return "s" + number;
    }

    int services() {
        return services;
    }

    /** Everybody registers, at {@code port}. */
    void register(int port) throws IOException {
        all(instances, (client, i) -> offer(client, tokens[i / LOGIN], name(i), i % services, port));
    }

    /** The instance {@code name} registers. */
    static void offer(RawClient client, String token, String name, int service, int port) throws IOException {
        client.post(
                "/App/RegisterService",
                token,
                Map.of("ServiceName", service(service), "ClientId", name, "Address", "http://127.0.0.1:" + port));
    }

    private void all(int count, Act act) throws IOException {
        List<Callable<Void>> work = new ArrayList<>();
        for (int c = 0; c < CONNECTIONS; c++) {
            int first = c;
            work.add(() -> {
                try (var client = new RawClient(world.server().address())) {
                    for (int i = first; i < count; i += CONNECTIONS) act.by(client, i);
                }
                return null;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(work)) done.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
