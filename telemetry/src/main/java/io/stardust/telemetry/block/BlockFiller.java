package io.stardust.telemetry.block;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import java.util.List;

/** Adds records to open blocks of one segment. For one thread. */
public final class BlockFiller {
    private final Templates templates;
    private final LineScanner scanner = new LineScanner();

    public BlockFiller(Templates templates) {
        this.templates = templates;
    }

    /** Adds a record; its message are the bytes from {@code from} to {@code to}, its fields in the order of Field. */
    public void add(
            OpenBlock block,
            long timeNs,
            Level level,
            String[] fields,
            List<Attribute> attributes,
            byte[] bytes,
            int from,
            int to) {
        block.add(timeNs, level, fields, attributes, bytes, from, to, scanner, templates);
    }
}
