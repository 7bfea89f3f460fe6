package io.stardust.spring;

import io.stardust.client.StardustBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataResource;

/** The config of one app at one server. Equal to another when one {@code Stardust} serves both. */
final class StardustConfigResource extends ConfigDataResource {
    private final String app;
    private final String server;
    private final boolean optional;
    private final List<@Nullable Object> same;
    private final @Nullable StardustBuilder builder;

    private StardustConfigResource(
            String app,
            String server,
            boolean optional,
            List<@Nullable Object> more,
            @Nullable StardustBuilder builder) {
        this.app = app;
        this.server = server;
        this.optional = optional;
        this.same = new ArrayList<>(more);
        same.add(app);
        same.add(server);
        this.builder = builder;
    }

    /** Of an application that has turned the starter off: it gets nothing, and starts. */
    static StardustConfigResource none() {
        return new StardustConfigResource("", "", true, List.of(), null);
    }

    /** By {@code builder}, which has been told {@code properties}. */
    static StardustConfigResource of(
            String app, String server, boolean optional, StardustProperties properties, StardustBuilder builder) {
        List<@Nullable Object> more = Arrays.asList(properties.instance(), properties.scope(), properties.cache());
        return new StardustConfigResource(app, server, optional, more, builder);
    }

    String app() {
        return app;
    }

    /** Whether the application starts without it. */
    boolean isOptional() {
        return optional;
    }

    /** Starts the application's {@code Stardust}; null: there is none. */
    @Nullable
    StardustBuilder builder() {
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StardustConfigResource resource && same.equals(resource.same);
    }

    @Override
    public int hashCode() {
        return same.hashCode();
    }

    /** As a failed start tells it. */
    @Override
    public String toString() {
        return "config of app " + app + ", which " + server
                + " has not answered in time (stardust.first-wait), and of which nothing is kept on disk";
    }
}
