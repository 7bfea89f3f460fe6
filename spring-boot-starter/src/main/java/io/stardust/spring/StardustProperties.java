package io.stardust.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The application's settings. The variables that an agent gives to the programs it starts ({@code STARDUST_SERVER} and
 * its like) are properties of the same names and win over those of a file. Immutable.
 *
 * @param enabled Whether the starter does anything.
 * @param server Where Stardust is, http://stardust.example:6600; several with commas between them. Without it the
 *     starter does nothing.
 * @param appId Name of the app; spring.application.name when absent.
 * @param secret The app's secret; without one the app waits until somebody approves it.
 * @param secretFile File that holds the secret, read again at each login; goes before secret.
 * @param instance Names this process, SERVICE@NODE; IP@PID when absent.
 * @param release Version of the app and of the service it offers.
 * @param scope Environment label such as dev: of what is offered, of whom is called, and of the config.
 * @param zone Where the process runs; providers of the same zone are called first.
 * @param project Where an app arrives that the server does not know.
 * @param cache Folder of what outlives the process; .stardust/cache/APP in the user's home when absent.
 * @param firstWait How long the first question for a service, and the import of the config, waits for the server; 2 s
 *     when absent.
 * @param leaveWait How long consumers get to hear that the application ends before its web server stops; 500 ms when
 *     absent.
 * @param register Whether the application offers its service.
 * @param service Name of the service that is offered; spring.application.name when absent, else the app's name.
 * @param address Where the service is called, http://orders.example:8080; when absent, the addresses of the machine at
 *     the port of the web server.
 * @param health Path or URL that the server asks for the service's health; none when absent.
 * @param tags Words that consumers can ask for.
 * @param weight Share of the calls, 0 to 1000.
 * @param metadata Free words of the service, at most 32.
 * @param tokenPaths Paths of the application, such as /api/**, that only calls with a service token may use.
 * @param tokenScope Scope that the token of such a call has to cover; any token will do when absent.
 */
@ConfigurationProperties("stardust")
public record StardustProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String server,
        @Nullable String appId,
        @Nullable String secret,
        @Nullable Path secretFile,
        @Nullable String instance,
        @Nullable String release,
        @Nullable String scope,
        @Nullable String zone,
        @Nullable String project,
        @Nullable Path cache,
        @Nullable Duration firstWait,
        @Nullable Duration leaveWait,
        @DefaultValue("true") boolean register,
        @Nullable String service,
        @Nullable String address,
        @Nullable String health,
        @DefaultValue List<String> tags,
        @DefaultValue("100") int weight,
        @DefaultValue Map<String, String> metadata,
        @DefaultValue List<String> tokenPaths,
        @Nullable String tokenScope) {
    /** Copies. */
    public StardustProperties {
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
        tokenPaths = List.copyOf(tokenPaths);
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "StardustProperties[server=" + server + ", appId=" + appId + ", service=" + service + "]";
    }
}
