package io.stardust.spring;

import io.stardust.client.AppServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A real Spring Boot application in this process, with a server that speaks what apps need. */
public final class TestApp {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private TestApp() {}

    /** Starts {@code source} as the app {@code web}; {@code more} are further arguments. */
    public static ConfigurableApplicationContext start(Class<?> source, AppServer server, Path folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=web",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--server.port=0",
                "--stardust.server=" + server.url(),
                "--stardust.secret=s1",
                "--stardust.cache=" + folder.resolve("cache"),
                "--stardust.first-wait=20s",
                "--stardust.leave-wait=0s"));
        for (String each : more) { // in place of what is usual
            String name = each.substring(0, each.indexOf('=') + 1);
            arguments.removeIf(usual -> usual.startsWith(name));
            arguments.add(each);
        }
        var application = new SpringApplication(source);
        application.setRegisterShutdownHook(false);
        return application.run(arguments.toArray(String[]::new));
    }

    /** Where a web application that runs answers. */
    public static String url(ConfigurableApplicationContext context) {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    /** Asks; {@code headers} are names and values in turn. */
    public static HttpResponse<String> get(String url, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) request.headers(headers);
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
