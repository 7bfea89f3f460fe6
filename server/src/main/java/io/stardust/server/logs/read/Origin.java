package io.stardust.server.logs.read;

/**
 * Who sent something, as the door that let it in knows it. Texts are empty when they are not known. What the records
 * themselves say of instance, release and node comes first; the app is never theirs to say.
 *
 * @param app its id
 * @param instance e.g. {@code shop@node-3}
 * @param release e.g. {@code 2.0.1}
 * @param node where it runs
 */
public record Origin(long app, String instance, String release, String node) {
    /** An app of which no more is known. */
    public static Origin of(long app) {
        return new Origin(app, "", "", "");
    }
}
