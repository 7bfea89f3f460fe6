package io.stardust.client.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many events were dropped, by cause. Immutable.
 *
 * @param noRoom came faster than they could be sent, or after the end
 * @param overdue waited for the server until there was no room for them, or until their file was gone
 * @param refused by the server, which would refuse them later, too
 */
record Drops(long noRoom, long overdue, long refused) {
    static final Drops NONE = new Drops(0, 0, 0);

    long total() {
        return noRoom + overdue + refused;
    }

    Drops since(Drops before) {
        return new Drops(noRoom - before.noRoom, overdue - before.overdue, refused - before.refused);
    }

    /** @param refusal what the server said last */
    String inWords(String app, String refusal) {
        List<String> causes = new ArrayList<>();
        if (noRoom > 0) causes.add(String.format(Locale.ROOT, "%,d came too fast", noRoom));
        if (overdue > 0) causes.add(String.format(Locale.ROOT, "%,d waited too long for the server", overdue));
        if (refused > 0) causes.add(String.format(Locale.ROOT, "%,d refused by the server (%s)", refused, refusal));
        return "dropped events of " + app + ": " + String.join(", ", causes);
    }
}
