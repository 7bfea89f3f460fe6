package io.stardust.spring;

import io.stardust.client.StardustBuilder;

/**
 * A bean of this type tells the application's {@code Stardust} what no property does, before it starts. Not where the
 * config is imported: {@code Stardust} has started before there are beans.
 */
@FunctionalInterface
public interface StardustBuilderCustomizer {
    /** Changes {@code builder}, which has been told all properties. */
    void customize(StardustBuilder builder);
}
