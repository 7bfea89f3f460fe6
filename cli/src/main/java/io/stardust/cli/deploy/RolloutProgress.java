package io.stardust.cli.deploy;

import io.stardust.api.history.StepView;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.cli.terminal.Board;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Columns;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows a rollout as it goes: a line per node redrawn on a terminal, a line per step elsewhere. Not thread-safe. */
final class RolloutProgress {
    /** Lines that fit on most terminals. */
    private static final int MOST = 30;

    private final Terminal terminal;
    private final Board board;
    private int toldBatch = -1;
    private final Set<Long> told = new HashSet<>();
    private final Set<Long> away = new HashSet<>();

    RolloutProgress(Terminal terminal) {
        this.terminal = terminal;
        this.board = new Board(terminal);
    }

    /** Shows what is new since the last call. */
    void show(RolloutView rollout) {
        if (terminal.interactive()) {
            List<List<Cell>> lines = new ArrayList<>();
            if (rollout.batches() > 1) lines.add(List.of(new Cell(batch(rollout), Style.DIM)));
            // of many nodes only those that are at it
            rollout.placements().stream()
                    .filter(part -> rollout.batches() <= 1 || part.batch() == rollout.currentBatch())
                    .limit(MOST)
                    .map(part -> line(part, width(rollout)))
                    .forEach(lines::add);
            board.show(lines);
            return;
        }
        if (rollout.batches() > 1 && toldBatch != rollout.currentBatch()) {
            toldBatch = rollout.currentBatch();
            terminal.note(batch(rollout));
        }
        for (RolloutView.Part part : rollout.placements()) {
            if (waits(part) && away.add(part.placementId())) terminal.note(String.valueOf(part.reason()));
            for (StepView step : oldestFirst(part)) {
                if (told.add(step.id())) terminal.note("%s: %s".formatted(part.nodeName(), words(step)));
            }
        }
    }

    private static String batch(RolloutView rollout) {
        RolloutSummary.Counts counts = rollout.counts();
        return "batch %d of %d, %d of %d ready"
                .formatted(rollout.currentBatch() + 1, rollout.batches(), counts.ready(), counts.all());
    }

    private static int width(RolloutView rollout) {
        return rollout.placements().stream()
                .mapToInt(part -> Columns.of(part.nodeName()))
                .max()
                .orElse(0);
    }

    private static List<Cell> line(RolloutView.Part part, int width) {
        Cell state = Cell.state(part.state());
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(Columns.pad(part.nodeName(), width + 2), Style.BOLD));
        cells.add(new Cell(
                state.text() + " ".repeat(Math.max(0, 7 - state.text().length()) + 2), state.style()));
        if (waits(part)) cells.add(new Cell(part.reason() + " ", Style.BAD));
        for (StepView step : oldestFirst(part)) {
            cells.add(new Cell(step.step() + " ", Style.PLAIN));
            cells.add(new Cell(step.durationMs() > 0 ? Words.took(step.durationMs()) + "  " : " ", Style.DIM));
        }
        return cells;
    }

    /** Its node is not connected, and the server says what that means. */
    private static boolean waits(RolloutView.Part part) {
        boolean open = part.state().equals("queued") || part.state().equals("working");
        return open && !part.connected() && part.reason() != null;
    }

    private static List<StepView> oldestFirst(RolloutView.Part part) {
        return part.steps().stream()
                .sorted(java.util.Comparator.comparingLong(StepView::id))
                .toList();
    }

    private static String words(StepView step) {
        String took = step.durationMs() > 0 ? ", " + Words.took(step.durationMs()) : "";
        String detail = step.detail() == null ? "" : ", " + step.detail().replaceAll("\\s*\\R\\s*", " ");
        return step.step() + took + detail;
    }
}
