package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.text.Needle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of a packed block. Each kind of variable is unpacked when the first line needs it. For one thread. */
final class PackedLines implements Lines {
    private final PackedBlock packed;
    private final PackedBlock.Known known;
    private final int[] templates; // of each line
    private int[] order = new int[0]; // lines by template
    private int[] groupEnds = new int[0]; // in that order, of each template of the entry
    private int[] firstSlots = new int[0]; // of each line: its first variable
    private int slots;
    private boolean ordered;
    private final byte[] @Nullable [] frames = new byte[BlockEntry.FRAMES][];
    private int[] places = new int[0]; // of each variable, in the frame of its kind; of a decimal among all of them
    private boolean decimalsPlaced;
    private long @Nullable [] decimals; // column by column
    private byte[] widths = new byte[0]; // of the decimals
    private byte[] shapes = new byte[0];
    private int[] wholePlaces = new int[0]; // of each line without a template

    PackedLines(PackedBlock packed, PackedBlock.Known known, int[] templates) {
        this.packed = packed;
        this.known = known;
        this.templates = templates;
    }

    /** Finds which variable of which line is where in its frame; once, and not before a line is asked for. */
    private void order() throws IOException {
        if (ordered) return;
        BlockEntry entry = packed.entry();
        int lines = templates.length;
        order = new int[lines];
        groupEnds = new int[entry.templates()];
        firstSlots = new int[lines];
        int[] next = starts(entry, lines);
        int[] groups = new int[Templates.MAX_COUNT + 1]; // one more than the group of each template
        int[] sizes = new int[groupEnds.length];
        for (int i = 0; i < groupEnds.length; i++) {
            groups[entry.template(i)] = i + 1;
            if (entry.template(i) != Template.WHOLE)
                sizes[i] = known.get(entry.template(i)).variables();
        }
        int slot = 0;
        for (int line = 0; line < lines; line++) {
            int group = groups[templates[line]] - 1;
            if (group < 0 || next[group] == groupEnds[group]) {
                throw new DamagedData("more lines of template " + templates[line] + " than the entry says");
            }
            order[next[group]++] = line;
            firstSlots[line] = slot;
            slot += sizes[group];
        }
        slots = slot;
        ordered = true;
    }

    private int[] starts(BlockEntry entry, int lines) throws IOException {
        int[] starts = new int[groupEnds.length];
        long at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = (int) at;
            at += (long) entry.heads(i) + entry.tails(i);
            if (at > lines) throw new DamagedData("more lines than the entry says");
            groupEnds[i] = (int) at;
        }
        return starts;
    }

    @Override
    public void put(int line, ByteSink out) throws IOException {
        order();
        int number = templates[line];
        if (number == Template.WHOLE) {
            byte[] texts = frame(BlockEntry.TEXTS);
            putText(texts, wholePlaces[line], out);
            return;
        }
        Template template = known.get(number);
        int slot = firstSlots[line];
        byte[] bytes = template.bytes();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (!Template.isMark(bytes[i])) continue;
            out.put(bytes, start, i - start);
            start = i + 1;
            putVariable(bytes[i], slot++, out);
        }
        out.put(bytes, start, bytes.length - start);
    }

    private void putVariable(byte kind, int slot, ByteSink out) throws IOException {
        switch (kind) {
            case Template.DECIMAL -> {
                long[] numbers = decimals();
                placeDecimals();
                Variables.getDecimal(numbers[places[slot]], widths[places[slot]], out);
            }
            case Template.HEX -> {
                byte[] hexes = frame(BlockEntry.HEXES);
                Variables.getHex(shapes[slot] & 0xFF, hexes, places[slot], out);
            }
            default -> {
                byte[] texts = frame(BlockEntry.TEXTS);
                putText(texts, places[slot], out);
            }
        }
    }

    private static void putText(byte[] texts, int place, ByteSink out) throws DamagedData {
        ByteSource in = new ByteSource(texts, place, texts.length);
        int length = in.count(in.left());
        out.put(texts, in.skip(length), length);
    }

    /** Unpacks a frame and finds where its variables are, once. */
    private byte[] frame(int number) throws IOException {
        byte[] known = frames[number];
        if (known != null) return known;
        makePlaces();
        byte[] bytes = packed.frame(number);
        index(number, new ByteSource(bytes));
        frames[number] = bytes;
        return bytes;
    }

    private void makePlaces() {
        if (places.length < slots) {
            places = new int[slots];
            shapes = new byte[slots];
        }
    }

    /** Unpacks all decimals, once; which line has which is not asked yet. */
    private long[] decimals() throws IOException {
        long[] unpacked = decimals;
        if (unpacked != null) return unpacked;
        BlockEntry entry = packed.entry();
        long count = 0;
        for (int group = 0; group < entry.templates(); group++) count += (long) columns(group) * size(group);
        if (count > (long) entry.unpacked(BlockEntry.DECIMALS) + entry.unpacked(BlockEntry.SIZES)) {
            throw new DamagedData("fewer bytes than decimals: " + count);
        }
        long[] numbers = new long[(int) count];
        widths = new byte[(int) count];
        var in = new DecimalReader(
                packed.frame(BlockEntry.DECIMALS), packed.frame(BlockEntry.SIZES), packed.frame(BlockEntry.DIGITS));
        int next = 0;
        for (int group = 0; group < entry.templates(); group++) {
            int size = size(group);
            for (int column = columns(group); column > 0; column--) {
                in.column(numbers, widths, next, next + size);
                next += size;
            }
        }
        in.end();
        decimals = numbers;
        return numbers;
    }

    private int size(int group) {
        return packed.entry().heads(group) + packed.entry().tails(group);
    }

    /** How many decimals a line of the group has. */
    private int columns(int group) throws DamagedData {
        int number = packed.entry().template(group);
        return number == Template.WHOLE ? 0 : known.get(number).count(Template.DECIMAL);
    }

    private void placeDecimals() throws IOException {
        if (decimalsPlaced) return;
        makePlaces();
        int next = 0;
        for (int group = 0, end = 0; group < groupEnds.length; group++) {
            int start = end;
            end = groupEnds[group];
            if (columns(group) == 0) continue;
            Template template = known.get(packed.entry().template(group));
            for (int variable = 0; variable < template.variables(); variable++) {
                if (template.kind(variable) != Template.DECIMAL) continue;
                for (int i = start; i < end; i++) places[firstSlots[order[i]] + variable] = next++;
            }
        }
        decimalsPlaced = true;
    }

    private void index(int frame, ByteSource in) throws IOException {
        BlockEntry entry = packed.entry();
        byte kind = frame == BlockEntry.HEXES ? Template.HEX : Template.TEXT;
        if (frame == BlockEntry.TEXTS) wholePlaces = new int[entry.hasWhole() ? templates.length : 0];
        for (int group = 0, end = 0; group < groupEnds.length; group++) {
            int start = end;
            end = groupEnds[group];
            if (entry.template(group) == Template.WHOLE) {
                if (frame == BlockEntry.TEXTS) indexWhole(start, end, in);
                continue;
            }
            Template template = known.get(entry.template(group));
            for (int variable = 0; variable < template.variables(); variable++) {
                if (template.kind(variable) == kind) index(kind, variable, start, end, in);
            }
        }
        if (in.left() != 0) throw new DamagedData(in.left() + " bytes behind the last variable");
    }

    private void indexWhole(int start, int end, ByteSource in) throws IOException {
        for (int i = start; i < end; i++) {
            wholePlaces[order[i]] = in.position();
            in.skip(in.count(in.left()));
        }
    }

    private void index(byte kind, int variable, int start, int end, ByteSource in) throws IOException {
        if (kind == Template.HEX) {
            for (int i = start; i < end; i++) shapes[firstSlots[order[i]] + variable] = (byte) in.next();
        }
        for (int i = start; i < end; i++) {
            int slot = firstSlots[order[i]] + variable;
            places[slot] = in.position();
            if (kind == Template.HEX) in.skip(Variables.hexLength(shapes[slot] & 0xFF));
            else in.skip(in.count(in.left()));
        }
    }

    @Override
    public boolean mayHave(byte[] token) throws IOException {
        byte kind = Variables.kind(token, 0, token.length);
        if (kind == Template.DECIMAL && hasDecimal(token)) return true;
        if (kind == Template.HEX) {
            ByteSink coded = new ByteSink(token.length);
            Variables.putHex(token, 0, token.length, coded);
            if (contains(packed.frame(BlockEntry.HEXES), coded)) return true;
        }
        byte[] texts = packed.frame(BlockEntry.TEXTS);
        return new Needle(new String(token, StandardCharsets.UTF_8), false).isIn(texts, 0, texts.length);
    }

    private boolean hasDecimal(byte[] token) throws IOException {
        long wanted = Variables.decimal(token, 0, token.length);
        int width = Variables.width(token, 0, token.length);
        long[] numbers = decimals();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == wanted && widths[i] == width) return true;
        }
        return false;
    }

    private static boolean contains(byte[] bytes, ByteSink wanted) {
        byte[] sought = wanted.array();
        int length = wanted.size();
        for (int at = 0; at <= bytes.length - length; at++) {
            int i = 0;
            while (i < length && bytes[at + i] == sought[i]) i++;
            if (i == length) return true;
        }
        return false;
    }
}
