package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.Compressor;
import io.stardust.telemetry.bytes.Hashes;
import java.util.Arrays;

/**
 * Packs a block. Variables are written by template, then by their place in it, then by line: what stands in the same
 * place of the same statement is alike and compresses well beside its like. For one thread.
 */
public final class BlockEncoder implements AutoCloseable {
    private static final int LEVEL = 3; // of zstd: 5 takes twice as long for 3 % less
    private static final int SMALL = 64; // bytes
    private static final int LARGE = 64 << 10; // of a column: not kept, there are hundreds of them
    private static final long[] SCALES = {1_000_000, 1_000, 1};

    private final Compressor compressor = new Compressor(LEVEL);
    private final ByteSink[] frames = sinks(BlockEntry.FRAMES);
    private final DecimalWriter decimals =
            new DecimalWriter(frames[BlockEntry.DECIMALS], frames[BlockEntry.SIZES], frames[BlockEntry.DIGITS]);
    private final ByteSink[] shapes = sinks(Template.MAX_VARIABLES); // of hex ids, a variable each
    private final ByteSink[] columns = sinks(Template.MAX_VARIABLES);
    private final int[] counts = new int[Templates.MAX_COUNT + 2];
    private int[] order = new int[OpenBlock.MAX_LINES];

    private static ByteSink[] sinks(int count) {
        ByteSink[] sinks = new ByteSink[count];
        for (int i = 0; i < count; i++) sinks[i] = new ByteSink(SMALL);
        return sinks;
    }

    /** Makes {@code packed} hold {@code block}, which has records and will lie at {@code offset} of its segment. */
    public BlockEntry encode(OpenBlock block, Templates known, long offset, ByteSink packed) {
        for (ByteSink frame : frames) frame.clear();
        int[][] used = sort(block);
        putRows(block);
        block.fields().write(frames[BlockEntry.FIELDS]);
        for (int i = 0, end = 0; i < used[0].length; i++) {
            int start = end;
            end += used[1][i] + used[2][i];
            if (used[0][i] == Template.WHOLE) putWhole(block, start, end);
            else putVariables(block, known.get(used[0][i]), start, end);
        }
        decimals.end();
        packed.clear();
        int[] stored = new int[BlockEntry.FRAMES];
        int[] unpacked = new int[BlockEntry.FRAMES];
        for (int i = 0; i < BlockEntry.FRAMES; i++) {
            unpacked[i] = frames[i].size();
            if (unpacked[i] > 0) stored[i] = compressor.compress(frames[i].array(), 0, unpacked[i], packed);
        }
        int rows = stored[BlockEntry.ROWS];
        int rowsCheck = Hashes.check(packed.array(), 0, rows);
        int restCheck = Hashes.check(packed.array(), rows, packed.size());
        var content = new BlockEntry.Content(
                block.app(),
                block.isLate(),
                block.firstOrdinal(),
                block.records(),
                block.lines(),
                block.minTime(),
                block.maxTime(),
                new LevelCounts(block),
                block.tokens(),
                block.rawSize() + block.lines());
        return new BlockEntry(
                new BlockEntry.Place(offset, rowsCheck, restCheck, stored, unpacked),
                content,
                used[0],
                used[1],
                used[2]);
    }

    /** Orders the lines by template; returns the templates, with how many first and further lines have each. */
    private int[][] sort(OpenBlock block) {
        int lines = block.lines();
        if (order.length < lines) order = new int[lines];
        int top = 0;
        for (int line = 0; line < lines; line++) {
            counts[block.template(line)]++;
            top = Math.max(top, block.template(line));
        }
        int distinct = 0;
        for (int number = 0; number <= top; number++) {
            if (counts[number] > 0) distinct++;
        }
        int[] templates = new int[distinct];
        int[] all = new int[distinct];
        for (int number = 0, next = 0, start = 0; number <= top; number++) {
            if (counts[number] == 0) continue;
            templates[next] = number;
            all[next++] = counts[number];
            int size = counts[number];
            counts[number] = start;
            start += size;
        }
        for (int line = 0; line < lines; line++) order[counts[block.template(line)]++] = line;
        Arrays.fill(counts, 0, top + 1, 0);
        for (int record = 0; record < block.records(); record++) counts[block.template(block.firstLine(record))]++;
        int[] heads = new int[distinct];
        int[] tails = new int[distinct];
        for (int i = 0; i < distinct; i++) {
            heads[i] = counts[templates[i]];
            tails[i] = all[i] - heads[i];
        }
        Arrays.fill(counts, 0, top + 1, 0);
        return new int[][] {templates, heads, tails};
    }

    private void putRows(OpenBlock block) {
        ByteSink out = frames[BlockEntry.ROWS];
        long scale = scale(block);
        out.varint(scale);
        long last = 0;
        for (int record = 0; record < block.records(); record++) {
            long time = block.time(record) / scale;
            out.zigzag(time - last);
            last = time;
        }
        for (int record = 0; record < block.records(); record++) out.put(block.level(record));
        for (int record = 0; record < block.records(); record++) {
            out.varint(block.firstLine(record + 1) - block.firstLine(record) - 1);
        }
        for (int line = 0; line < block.lines(); line++) out.varint(block.template(line));
    }

    /** The largest part of a millisecond that all times are multiples of: most apps have no finer clock. */
    private static long scale(OpenBlock block) {
        for (long scale : SCALES) {
            int record = 0;
            while (record < block.records() && block.time(record) % scale == 0) record++;
            if (record == block.records()) return scale;
        }
        return 1;
    }

    private void putWhole(OpenBlock block, int start, int end) {
        ByteSink out = frames[BlockEntry.TEXTS];
        for (int i = start; i < end; i++) {
            int line = order[i];
            put(block.raw(), block.lineStart(line), block.lineStart(line + 1), out);
        }
    }

    private static void put(byte[] bytes, int from, int to, ByteSink out) {
        out.varint(to - from);
        out.put(bytes, from, to - from);
    }

    /** Line by line, as they lie in memory, into a column for each variable; then the columns one behind the other. */
    private void putVariables(OpenBlock block, Template template, int start, int end) {
        byte[] raw = block.raw();
        int count = template.variables();
        for (int i = start; i < end; i++) {
            int line = order[i];
            for (int variable = 0; variable < count; variable++) {
                int from = block.variableStart(line, variable);
                int to = block.variableEnd(line, variable);
                switch (template.kind(variable)) {
                    case Template.DECIMAL -> Variables.putDecimal(raw, from, to, columns[variable]);
                    case Template.HEX -> {
                        shapes[variable].put(Variables.hexShape(raw, from, to));
                        Variables.putHex(raw, from, to, columns[variable]);
                    }
                    default -> put(raw, from, to, columns[variable]);
                }
            }
        }
        for (int variable = 0; variable < count; variable++) {
            switch (template.kind(variable)) {
                case Template.DECIMAL -> decimals.column(columns[variable], end - start);
                case Template.HEX -> {
                    frames[BlockEntry.HEXES].put(shapes[variable]);
                    frames[BlockEntry.HEXES].put(columns[variable]);
                }
                default -> frames[BlockEntry.TEXTS].put(columns[variable]);
            }
            shapes[variable].clear();
            columns[variable].clear();
            if (columns[variable].array().length > LARGE) columns[variable] = new ByteSink(SMALL);
        }
    }

    /** The words of {@code block}, which no template of it has. */
    public static Filter filter(OpenBlock block) {
        return block.filter();
    }

    @Override
    public void close() {
        compressor.close();
    }
}
