package io.stardust.telemetry;

import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that stores batches until it is killed, and prints the number of each that was answered. */
public final class KilledIntake {
    static final int BATCH = 50;
    static final StoreSettings SETTINGS = Stores.small();

    private KilledIntake() {}

    static String message(long batch, int record) {
        return "batch " + batch + " has record " + record + " of fifty, and some more words to fill blocks with";
    }

    /** The only argument is the store's folder. */
    public static void main(String[] arguments) throws IOException {
        try (LogStore store = Stores.open(Path.of(arguments[0]), SETTINGS)) {
            for (long batch = 0; ; batch++) {
                List<LogRecord> records = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    long time = Records.NOON + (batch * BATCH + i) * 1_000_000L;
                    records.add(LogRecord.of(time, Level.INFO, 1 + i % 3, message(batch, i)));
                }
                Stores.append(store, batch, records);
                System.out.println(batch);
            }
        }
    }
}
