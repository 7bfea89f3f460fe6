package io.stardust.server.http;

/** What somebody may do in a project; each role may do what those before it may. */
public enum Role {
    /** See. */
    VIEWER,
    /** Deploy, start, stop, command. */
    OPERATOR,
    /** Edit what is deployed, approve nodes, manage tokens. */
    ADMIN
}
