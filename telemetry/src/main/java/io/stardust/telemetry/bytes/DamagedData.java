package io.stardust.telemetry.bytes;

import java.io.IOException;

/** Bytes read are not those that were written. The message says what was expected. */
public final class DamagedData extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedData(String message) {
        super(message);
    }
}
