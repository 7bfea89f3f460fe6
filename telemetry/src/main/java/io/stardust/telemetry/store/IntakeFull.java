package io.stardust.telemetry.store;

/** More is sent than can be written: the batch was not taken, and is to be sent again a little later. */
public final class IntakeFull extends RuntimeException {
    private static final long serialVersionUID = 1;

    IntakeFull(String shelf, long waiting) {
        super(shelf + ": " + waiting + " bytes wait to be written; send again in a second");
    }
}
