package io.stardust.spring;

import io.stardust.client.Stardust;
import io.stardust.client.StardustBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** What the application's environment says to the client. Stateless. */
final class Told {
    private static final String NAME = "spring.application.name";
    private static final List<String> VARIABLES = List.of(
            "STARDUST_SERVER",
            "STARDUST_APP_ID",
            "STARDUST_SECRET",
            "STARDUST_SECRET_FILE",
            "STARDUST_NODE",
            "STARDUST_INSTANCE",
            "STARDUST_RUN",
            "STARDUST_RELEASE",
            "STARDUST_SCOPE",
            "STARDUST_ZONE");

    private Told() {}

    /** Values of properties and variables by their names. */
    @FunctionalInterface
    interface Words {
        /** The value; null when there is none. */
        @Nullable
        String of(String name);
    }

    /** A builder that knows the agent's variables and the properties. */
    static StardustBuilder builder(Words words, StardustProperties properties) {
        Map<String, String> variables = new HashMap<>();
        for (String each : VARIABLES) {
            String value = words.of(each);
            if (value != null) variables.put(each, value);
        }
        StardustBuilder builder = Stardust.builder().environment(variables).app(app(words, properties));
        if (properties.server() != null) builder.server(properties.server());
        if (properties.secret() != null) builder.secret(properties.secret());
        if (properties.secretFile() != null) builder.secretFile(properties.secretFile());
        if (properties.instance() != null) builder.instance(properties.instance());
        if (properties.release() != null) builder.release(properties.release());
        if (properties.scope() != null) builder.scope(properties.scope());
        if (properties.zone() != null) builder.zone(properties.zone());
        if (properties.project() != null) builder.project(properties.project());
        if (properties.cache() != null) builder.cache(properties.cache());
        if (properties.firstWait() != null) builder.firstWait(properties.firstWait());
        if (properties.leaveWait() != null) builder.leaveWait(properties.leaveWait());
        return builder;
    }

    /** The app's name; empty when nothing tells it. */
    static String app(Words words, StardustProperties properties) {
        return first(properties.appId(), words.of(NAME));
    }

    /** The name of the service that the application offers; empty when nothing tells it. */
    static String service(Environment environment, StardustProperties properties) {
        String own = first(properties.service(), environment.getProperty(NAME));
        return own.isEmpty() ? app(environment::getProperty, properties) : own;
    }

    private static String first(@Nullable String one, @Nullable String two) {
        if (one != null && !one.isBlank()) return one.strip();
        return Objects.requireNonNullElse(two, "").strip();
    }
}
