package io.stardust.agent.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.OutputHead.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    private final Marks marks = new Marks();

    private static Mark mark(long offset, long pid) {
        return new Mark(offset, offset * 10, "1.0", pid);
    }

    @Test
    void within_beginsAtTheRange_withTheMarkThatCoversIt() {
        for (int i = 0; i < 5; i++) marks.add(mark(i * 100L, 1));

        assertThat(marks.within(150, 300, 100))
                .containsExactly(new Mark(150, 1_000, "1.0", 1), new Mark(200, 2_000, "1.0", 1));
    }

    @Test
    void within_keepsWhereProcessesBegin_whenThereAreTooMany() {
        for (int i = 0; i < 500; i++) marks.add(mark(i, i < 333 ? 1 : 2));

        List<Mark> within = marks.within(0, 500, 100);

        assertThat(within).hasSizeBetween(40, 100).startsWith(mark(0, 1)).contains(mark(333, 2));
        assertThat(within).extracting(Mark::offset).isSorted();
    }

    @Test
    void within_isBounded_whenEachMarkIsAnotherProcess() {
        for (int i = 0; i < 500; i++) marks.add(mark(i, i));

        assertThat(marks.within(0, 500, 100)).hasSize(100);
    }

    @Test
    void add_thinsOutEvenly_whenThereAreTooMany() {
        for (int i = 0; i < 100_000; i++) marks.add(mark(i, 1));

        List<Mark> all = marks.within(0, 100_000, Integer.MAX_VALUE);

        assertThat(all).hasSizeLessThanOrEqualTo(Marks.MOST).hasSizeGreaterThan(Marks.MOST / 3);
        assertThat(all.get(all.size() / 2).offset()).isBetween(40_000L, 60_000L);
    }

    @Test
    void add_replaces_whenTheMarkIsAtTheSamePlace() {
        marks.add(mark(5, 1));
        marks.add(mark(5, 2));

        assertThat(marks.within(5, 6, 100)).containsExactly(mark(5, 2));
    }

    @Test
    void forget_keepsTheMarkThatCoversThePlace() {
        for (int i = 0; i < 5; i++) marks.add(mark(i * 100L, 1));

        marks.forget(250);

        assertThat(marks.within(250, 260, 100)).extracting(Mark::time).containsExactly(2_000L);
    }
}
