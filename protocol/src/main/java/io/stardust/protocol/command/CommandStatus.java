package io.stardust.protocol.command;

/** The numbers of a command's life on the wire: {@code ready → processing → done | cancelled | error}. */
public final class CommandStatus {
    /** Waiting to be delivered. */
    public static final int READY = 0;
    /** Delivered, or put off by the client until its start time. */
    public static final int PROCESSING = 1;
    /** Carried out. */
    public static final int DONE = 2;
    /** Expired, refused or given up. */
    public static final int CANCELLED = 3;
    /** Tried and failed. */
    public static final int ERROR = 4;

    private CommandStatus() {}
}
