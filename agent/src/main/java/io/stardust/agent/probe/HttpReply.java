package io.stardust.agent.probe;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The bytes of an HTTP answer as they come. As much as is needed of HTTP/1.1; for one thread. */
final class HttpReply {
    private static final int SHORT = 16 << 10; // politeness: an app that is cut off while it answers may complain
    private static final int LONG = 256 << 10; // where the expected text is looked for

    private final Question.Http question;
    private final int most;
    private byte[] bytes = new byte[1024];
    private int length;
    private int body = -1; // where it begins
    private int status;
    private long bodyLength = -1;
    private boolean chunked;

    HttpReply(Question.Http question) {
        this.question = question;
        this.most = question.expect() == null ? SHORT : LONG;
    }

    /** The request that it answers. */
    static byte[] request(Question.Http question) {
        String host = question.host().indexOf(':') >= 0 && !question.host().startsWith("[")
                ? "[" + question.host() + "]"
                : question.host();
        String text = "GET " + question.path() + " HTTP/1.1\r\nHost: " + host + ":" + question.port()
                + "\r\nUser-Agent: stardust-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes the next bytes; true when no more are needed. */
    boolean add(byte[] more, int count) {
        int taken = Math.min(count, most - length);
        if (length + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(2 * bytes.length, length + taken)));
        }
        System.arraycopy(more, 0, bytes, length, taken);
        length += taken;
        if (body < 0) readHead();
        return length >= most || isWhole();
    }

    private void readHead() {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                body = i + 1;
                break;
            }
        }
        if (body < 0) return;
        String[] lines = new String(bytes, 0, body, StandardCharsets.ISO_8859_1).split("\r\n");
        status = status(lines[0]);
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) bodyLength = number(lower.substring(15));
            if (lower.startsWith("transfer-encoding:")) chunked = lower.contains("chunked");
        }
        if (status == 204 || status == 304) bodyLength = 0;
    }

    private static int status(String line) {
        boolean http = line.startsWith("HTTP/1.") && line.length() >= 12;
        return http ? (int) Math.max(0, number(line.substring(9, 12))) : 0;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private boolean isWhole() {
        if (body < 0) return false;
        if (chunked) return endsChunks();
        return bodyLength >= 0 && length - body >= bodyLength;
    }

    /** The last chunk is an empty one; an app that prints this within its text ends the reading early, no more. */
    private boolean endsChunks() {
        if (length - body < 5) return false;
        String end = new String(bytes, length - 5, 5, StandardCharsets.ISO_8859_1);
        return end.equals("0\r\n\r\n") && (length - body == 5 || bytes[length - 6] == '\n');
    }

    /** What came so far makes a yes or a no; {@code ended}: nothing more will come. */
    Answer answer(boolean ended) {
        String shown = question.shown();
        String expect = question.expect();
        if (body < 0) {
            Code silence = ended ? Code.PROBE_CLOSED : Code.PROBE_SILENT;
            return Answer.no(Reason.of(length > 0 ? Code.PROBE_NOT_HTTP : silence, "probe", shown));
        }
        if (status == 0) return Answer.no(Reason.of(Code.PROBE_NO_STATUS, "probe", shown));
        Reason answered = Reason.of(Code.PROBE_ANSWERED, "probe", shown, "status", status);
        if (status < 200 || status > 399) return Answer.no(answered);
        if (expect == null || text().contains(expect)) return Answer.yes(answered);
        return Answer.no(Reason.of(Code.PROBE_WITHOUT, "probe", shown, "status", status, "expected", expect));
    }

    /** The status is known, and nothing more is asked for. */
    boolean isEnough() {
        return body >= 0 && question.expect() == null;
    }

    private String text() {
        if (!chunked) return new String(bytes, body, length - body, StandardCharsets.UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = body;
        while (at < length) {
            int end = at;
            while (end < length && bytes[end] != '\r' && bytes[end] != ';') end++;
            int size = size(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
            while (end < length && bytes[end] != '\n') end++;
            if (size <= 0 || end + 1 >= length) break;
            int taken = Math.min(size, length - end - 1);
            whole.write(bytes, end + 1, taken);
            at = end + 1 + taken + 2;
        }
        return whole.toString(StandardCharsets.UTF_8);
    }

    private static int size(String hex) {
        try {
            return Integer.parseInt(hex.strip(), 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
