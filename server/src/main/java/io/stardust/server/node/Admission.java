package io.stardust.server.node;

/** Who lets an unknown node in (setting {@code nodes.approve}). */
public enum Admission {
    /** A person, each one. */
    MANUAL,
    /** An enrolment token at once, a person the others. */
    ENROLLED,
    /** Nobody asks. */
    ALL
}
