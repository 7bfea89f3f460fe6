package io.stardust.agent.local;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One message of upstream's SRMP (NewLife.Remoting), as apps send it to the agent: flag, sequence, length, action, for
 * errors a code, data. Numbers are little-endian. Not changed once made.
 */
final class Srmp {
    private static final int KIND = 0xC0;
    private static final int REQUEST = 0;
    private static final int ONE_WAY = 0x40;
    private static final int REPLY = 0x80;
    private static final int ERROR = 0xC0;
    private static final int LONG = 0xFFFF;

    private final int flag; // kind in the two upper bits, the data's format in the others
    private final int sequence; // repeated in the answer
    private final String action;
    private final byte[] data;

    Srmp(int flag, int sequence, String action, byte[] data) {
        this.flag = flag;
        this.sequence = sequence;
        this.action = action;
        this.data = data;
    }

    int flag() {
        return flag;
    }

    int sequence() {
        return sequence;
    }

    String action() {
        return action;
    }

    byte[] data() {
        return data;
    }

    /** Returns what begins at {@code from} of {@code length} bytes; null when it is none of these. */
    static @Nullable Parsed parse(byte[] bytes, int from, int length) {
        if (length - from < 4) return null;
        int size = uint16(bytes, from + 2);
        int at = from + 4;
        if (size == LONG) {
            if (length - at < 4) return null;
            size = int32(bytes, at);
            at += 4;
        }
        if (size < 1 || size > length - at) return null;
        int end = at + size;
        int nameLength = bytes[at] & 0xFF;
        int nameEnd = at + 1 + nameLength;
        if (nameEnd > end) return null;
        String action = new String(bytes, at + 1, nameLength, StandardCharsets.UTF_8);
        byte[] data = new byte[0];
        if (end - nameEnd >= 4) {
            int dataLength = int32(bytes, nameEnd);
            if (dataLength < 0 || dataLength > end - nameEnd - 4) return null;
            data = Arrays.copyOfRange(bytes, nameEnd + 4, nameEnd + 4 + dataLength);
        }
        return new Parsed(new Srmp(bytes[from] & 0xFF, bytes[from + 1] & 0xFF, action, data), end);
    }

    /** A message, and where the next one begins. */
    record Parsed(Srmp message, int end) {}

    boolean asks() {
        return (flag & KIND) == REQUEST || (flag & KIND) == ONE_WAY;
    }

    boolean wantsAnswer() {
        return (flag & KIND) == REQUEST;
    }

    /** The answer to this, with {@code json}. */
    byte[] reply(String json) {
        return bytes(REPLY | (flag & ~KIND), null, json.getBytes(StandardCharsets.UTF_8));
    }

    /** The refusal of this. */
    byte[] refusal(int code, String words) {
        String json = new JsonText().add(null, words).toString();
        return bytes(ERROR | (flag & ~KIND), code, json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] bytes(int answerFlag, @Nullable Integer code, byte[] body) {
        byte[] name = action.getBytes(StandardCharsets.UTF_8);
        int size = 1 + name.length + (code == null ? 0 : 4) + 4 + body.length;
        int head = size < LONG ? 4 : 8;
        byte[] bytes = new byte[head + size];
        bytes[0] = (byte) answerFlag;
        bytes[1] = (byte) sequence;
        put(bytes, 2, size < LONG ? size : LONG, 2);
        if (head == 8) put(bytes, 4, size, 4);
        int at = head;
        bytes[at++] = (byte) name.length;
        System.arraycopy(name, 0, bytes, at, name.length);
        at += name.length;
        if (code != null) {
            put(bytes, at, code, 4);
            at += 4;
        }
        put(bytes, at, body.length, 4);
        System.arraycopy(body, 0, bytes, at + 4, body.length);
        return bytes;
    }

    private static void put(byte[] bytes, int at, int number, int count) {
        for (int i = 0; i < count; i++) bytes[at + i] = (byte) (number >> (8 * i));
    }

    private static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
    }

    private static int int32(byte[] bytes, int at) {
        return uint16(bytes, at) | (uint16(bytes, at + 2) << 16);
    }
}
