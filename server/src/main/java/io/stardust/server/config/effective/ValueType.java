package io.stardust.server.config.effective;

/** What a value is, so that a mistake is found before it is published. */
public enum ValueType {
    TEXT,
    NUMBER,
    BOOLEAN,
    JSON,
    YAML,
    PROPERTIES,
    /** Text that is sealed at rest and shown to nobody but the app, and to who reveals it. */
    SECRET
}
