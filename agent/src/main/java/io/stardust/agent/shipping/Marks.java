package io.stardust.agent.shipping;

import io.stardust.protocol.deploy.OutputHead.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * When what an app printed was read, and which process printed it. Bounded: the more there are, the farther apart they
 * are, all alike, but each place stays at which another process begins. Not thread-safe.
 */
final class Marks {
    static final int MOST = 1_000;

    private final List<Mark> all = new ArrayList<>(); // by rising offset
    private long apart; // ms, at least, unless another process begins

    /** Marks come in the order of their places; of two at one place the later holds. */
    void add(Mark mark) {
        if (!all.isEmpty()) {
            Mark last = all.getLast();
            if (last.pid() == mark.pid() && mark.time() - last.time() < apart) return;
            if (last.offset() == mark.offset()) all.removeLast();
        }
        all.add(mark);
        if (all.size() <= MOST) return;
        thin(all);
        while (all.size() > MOST) all.remove(1); // a process each; the first says whose the beginning is
        apart = (all.getLast().time() - all.getFirst().time()) / all.size();
    }

    /** Every second one goes, but for the first and where another process begins. */
    private static void thin(List<Mark> marks) {
        int kept = 1;
        for (int i = 1; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            boolean stays = i % 2 == 0 || mark.pid() != marks.get(i - 1).pid();
            if (stays) marks.set(kept++, mark);
        }
        marks.subList(kept, marks.size()).clear();
    }

    /** Those from {@code from} up to {@code end}, at most {@code most}; the first is at {@code from}. */
    List<Mark> within(long from, long end, int most) {
        List<Mark> within = new ArrayList<>();
        for (Mark each : all) {
            if (each.offset() >= end) break;
            if (each.offset() <= from) within.clear();
            within.add(each.offset() < from ? at(from, each) : each);
        }
        while (within.size() > most) {
            int before = within.size();
            thin(within);
            if (within.size() == before) within.subList(most, before).clear(); // a process each
        }
        return within;
    }

    /** The same from {@code place} on. */
    static Mark at(long place, Mark mark) {
        return new Mark(place, mark.time(), mark.release(), mark.pid());
    }

    /** Nobody asks for what is before {@code place} any more. */
    void forget(long place) {
        int covering = 0;
        while (covering + 1 < all.size() && all.get(covering + 1).offset() <= place) covering++;
        all.subList(0, covering).clear();
        if (all.size() <= MOST / 2) apart = 0;
    }

    void clear() {
        all.clear();
        apart = 0;
    }
}
