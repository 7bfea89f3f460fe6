package io.stardust.server.config.effective;

/** Who may read an app's values by quoting or naming it. */
public enum Share {
    NONE,
    PROJECT,
    ALL
}
