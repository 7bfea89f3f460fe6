package io.stardust.telemetry.query;

import java.util.Comparator;

/**
 * Where a record stands among all: by time, and where times are the same in an order that stays. It keeps its meaning
 * as long as the record is kept, across sealing and restarts. Immutable.
 *
 * @param timeNs of the record
 * @param shelf the place of its retention class in the store
 * @param segment that holds it
 * @param app its app
 * @param late 1 when it came out of its order, else 0
 * @param ordinal how many records of that app and kind its segment has before it
 */
public record Position(long timeNs, int shelf, long segment, long app, int late, long ordinal)
        implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::timeNs)
            .thenComparingInt(Position::shelf)
            .thenComparingLong(Position::segment)
            .thenComparingLong(Position::app)
            .thenComparingInt(Position::late)
            .thenComparingLong(Position::ordinal);

    /** Before all records of {@code timeNs}. */
    public static Position before(long timeNs) {
        return new Position(timeNs, -1, 0, 0, 0, 0);
    }

    /** Behind all records of {@code timeNs}. */
    public static Position behind(long timeNs) {
        return new Position(timeNs, Integer.MAX_VALUE, 0, 0, 0, 0);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** For links: the numbers in their order, with dots between. */
    @Override
    public String toString() {
        return timeNs + "." + shelf + "." + segment + "." + app + "." + late + "." + ordinal;
    }

    /** Reads what {@link #toString} wrote. */
    public static Position parse(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 6) {
                return new Position(
                        Long.parseLong(parts[0]),
                        Integer.parseInt(parts[1]),
                        Long.parseLong(parts[2]),
                        Long.parseLong(parts[3]),
                        Integer.parseInt(parts[4]),
                        Long.parseLong(parts[5]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("position '" + text + "' (expected: six numbers with dots between)", e);
        }
        throw new IllegalArgumentException("position '" + text + "' (expected: six numbers with dots between)");
    }
}
