package io.stardust.server.app;

import io.stardust.api.app.AppView;
import io.stardust.server.http.AddressList;
import org.jspecify.annotations.Nullable;

/**
 * A business system. Immutable.
 *
 * @param name unique on the server, since apps log in by it
 * @param displayName for people; null when the name says enough
 * @param approved false while it waits to be let in
 * @param introduced true when it came by itself
 * @param allowAddresses from where it may log in, see {@link AddressList}; null: from anywhere
 * @param denyAddresses from where it may not
 * @param control which nodes and apps it may command; null: none
 * @param logClass the retention class of its logs; null: the standard one
 * @param secretProved true once it has shown that it knows a key
 * @param lastLoginAt to the minute; null: never
 * @param askedFrom where it first came from by itself, by {@code Networks.sender}; null: somebody made it
 * @param askedAt when it last asked to be let in
 * @param revision grows with every edit
 */
public record App(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        boolean approved,
        boolean introduced,
        @Nullable String allowAddresses,
        @Nullable String denyAddresses,
        @Nullable String control,
        @Nullable String logClass,
        boolean secretProved,
        @Nullable Long lastLoginAt,
        @Nullable String askedFrom,
        @Nullable Long askedAt,
        long revision,
        long createdAt,
        long updatedAt) {
    /** One that somebody makes. */
    static App made(
            long id, long projectId, String name, @Nullable String displayName, @Nullable String logClass, long now) {
        return new App(
                id,
                projectId,
                name,
                displayName,
                true,
                true,
                false,
                null,
                null,
                null,
                logClass,
                false,
                null,
                null,
                null,
                1,
                now,
                now);
    }

    /** One that comes by itself. */
    static App arrived(
            long id,
            long projectId,
            String name,
            @Nullable String displayName,
            boolean approved,
            String from,
            long now) {
        return new App(
                id,
                projectId,
                name,
                displayName,
                true,
                approved,
                true,
                null,
                null,
                null,
                null,
                false,
                null,
                from,
                now,
                1,
                now,
                now);
    }

    /** The same, let in. */
    App letIn(boolean byItself, long now) {
        return new App(
                id,
                projectId,
                name,
                displayName,
                enabled,
                true,
                byItself,
                allowAddresses,
                denyAddresses,
                control,
                logClass,
                secretProved,
                lastLoginAt,
                askedFrom,
                askedAt,
                revision + 1,
                createdAt,
                now);
    }

    /** The same, which has shown that it knows a key. */
    App proved(long now) {
        return new App(
                id,
                projectId,
                name,
                displayName,
                enabled,
                approved,
                introduced,
                allowAddresses,
                denyAddresses,
                control,
                logClass,
                true,
                lastLoginAt,
                askedFrom,
                askedAt,
                revision + 1,
                createdAt,
                now);
    }

    /** True when it may log in without a secret: nobody has proved one since it came by itself. */
    public boolean open() {
        return introduced && !secretProved;
    }

    /** As it stands in the change table. */
    public String actor() {
        return "app:" + id + " " + name;
    }

    /** True when people let it command the node or app that is called {@code name}. */
    public boolean controls(String name) {
        @Nullable String may = control;
        if (may == null) return false;
        for (String one : may.split(",")) if (one.equals("*") || one.equalsIgnoreCase(name)) return true;
        return false;
    }

    /** As people see it, without counts. */
    AppView view() {
        return view(false, null);
    }

    /** @param lacksClass true when there is no class for its logs of the name that it has */
    AppView view(boolean lacksClass, AppView.@Nullable Counts counts) {
        return new AppView(
                id,
                projectId,
                name,
                displayName,
                enabled,
                approved,
                introduced,
                secretProved,
                AddressList.items(allowAddresses),
                AddressList.items(denyAddresses),
                control,
                logClass,
                lacksClass ? Boolean.TRUE : null,
                askedFrom,
                lastLoginAt,
                revision,
                createdAt,
                counts);
    }
}
