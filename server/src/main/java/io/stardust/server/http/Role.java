package io.stardust.server.http;

/** What somebody may do in a project; each role may do what those before it may. */
public enum Role {
    /** See. */
    VIEWER,
    /** Deploy, start, stop, command, approve nodes. */
    OPERATOR,
    /** Edit what is deployed, nodes, members and tokens. */
    ADMIN
}
