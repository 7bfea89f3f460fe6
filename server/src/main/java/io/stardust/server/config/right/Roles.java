package io.stardust.server.config.right;

import io.stardust.server.http.Role;

/** The role in the app's project that it takes to read values, edit the draft, publish, and see secrets. Immutable. */
public record Roles(Role readRole, Role editRole, Role publishRole, Role revealRole) {
    /** Of an app of which nobody said otherwise. */
    public static final Roles USUAL = new Roles(Role.VIEWER, Role.OPERATOR, Role.OPERATOR, Role.ADMIN);
}
