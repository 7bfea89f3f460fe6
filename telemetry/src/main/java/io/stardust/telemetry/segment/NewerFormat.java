package io.stardust.telemetry.segment;

import java.io.IOException;

/** Files were written by a newer program, in a format that this one does not know. The message says what to do. */
public final class NewerFormat extends IOException {
    private static final long serialVersionUID = 1;

    public NewerFormat(Object file, long version) {
        super(file + " has format " + version + ", and this program reads formats up to " + SegmentFormat.VERSION
                + ": start the newer program that wrote it, or give this one another folder");
    }
}
