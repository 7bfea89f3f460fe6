package io.stardust.server.registry;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a service as such. Immutable.
 *
 * @param projectId whose apps alone may offer it
 * @param name unique on the server, since consumers ask by it
 * @param displayName for people; null: the name says enough
 * @param enabled false: nobody is told of its providers
 * @param scoped true: consumers get providers of their own scope, or of none
 * @param singleton true: one provider for each address of an app; a new process takes the place of the old
 * @param address template with {@code {LocalIP}}, {@code {IP}} and {@code {Port}} in the place of what providers say;
 *     null: none
 * @param extranet true: wildcard hosts stand for the address that the server sees
 * @param health path or URL in the place of what providers say; null: theirs
 * @param revision grows with every edit
 */
public record ServiceDefinition(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        boolean scoped,
        boolean singleton,
        @Nullable String address,
        boolean extranet,
        @Nullable String health,
        long revision,
        long createdAt,
        long updatedAt) {}
