package io.stardust.server.policy;

import io.stardust.api.policy.AgentSettings;
import io.stardust.api.policy.CommandPolicy;
import io.stardust.protocol.Printable;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a policy may say. */
final class PolicyLimits {
    private static final Pattern COMMAND = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:/-]{0,99}\\*?|\\*");
    private static final int COMMANDS = 100;
    private static final int SERVER_CHARS = 500;
    private static final int SHORTEST_S = 10;
    private static final int LONGEST_S = 86_400;

    private PolicyLimits() {}

    static Policy checked(CommandPolicy policy) {
        @Nullable List<String> commands = policy.commands();
        if (commands == null) return new Policy(policy.shell(), null, null, null);
        if (commands.size() > COMMANDS) throw new Invalid("commands", commands.size(), "at most " + COMMANDS);
        for (String command : commands) {
            if (command == null || !COMMAND.matcher(command).matches()) {
                throw new Invalid("commands", shown(command), "names such as node/restart or deploy/*");
            }
        }
        List<String> lower = commands.stream()
                .map(command -> command.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .toList();
        return new Policy(policy.shell(), lower, null, null);
    }

    static Policy checked(AgentSettings settings) {
        @Nullable String server = settings.newServer();
        if (server != null) {
            server = server.strip();
            if (server.length() > SERVER_CHARS) throw new Invalid("newServer", shown(server), "at most 500 characters");
            for (String part : server.split(",", -1)) {
                if (!server.isEmpty() && !isServer(part.strip())) {
                    throw new Invalid("newServer", shown(part), "an address such as https://stardust.example:6600");
                }
            }
        }
        @Nullable Integer seconds = settings.syncSeconds();
        if (seconds != null && seconds != 0 && (seconds < SHORTEST_S || seconds > LONGEST_S)) {
            throw new Invalid("syncSeconds", seconds, "0, or %d–%d".formatted(SHORTEST_S, LONGEST_S));
        }
        return new Policy(null, null, server, seconds);
    }

    private static boolean isServer(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getQuery() == null && uri.getUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static String shown(@Nullable String text) {
        if (text == null) return "null";
        return Check.shortened(Printable.line(text));
    }
}
