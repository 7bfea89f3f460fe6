package io.stardust.server.logs.read;

/** A line of NewLife's log: {@code 07:18:17.787 1 N - msg}, with thread, kind, name of the thread and message. */
final class NetworkLine {
    private static final String KINDS = "NYWT"; // plain, of a pool, of a web request, of a timer

    private NetworkLine() {}

    /** Reads what follows the time that ends at {@code from}; false when it is no such line. */
    static boolean readAfterTime(Draft draft, int from) {
        String text = draft.text;
        int end = draft.lineEnd;
        int id = Ascii.blanksEnd(text, from, end);
        int idEnd = Ascii.digitsEnd(text, id, end);
        int kind = idEnd + 1;
        if (id == from || idEnd == id || kind + 2 >= end || text.charAt(idEnd) != ' ') return false;
        if (KINDS.indexOf(text.charAt(kind)) < 0 || text.charAt(kind + 1) != ' ') return false;
        int name = kind + 2;
        int space = text.indexOf(' ', name, end);
        int nameEnd = space < 0 ? end : space;
        boolean unnamed = nameEnd - name == 1 && text.charAt(name) == '-';
        draft.thread = unnamed ? text.substring(id, idEnd) : text.substring(name, nameEnd);
        draft.messageFrom(Math.min(nameEnd + 1, end));
        return true;
    }
}
