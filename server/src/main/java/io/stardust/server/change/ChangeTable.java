package io.stardust.server.change;

import io.stardust.server.db.Visible;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes changes as RFC 4180 text, read page by page, so that a long history never lies in memory whole. */
final class ChangeTable {
    /** At most so many rows. */
    static final int ROWS = 100_000;

    private static final int PAGE = 1_000;
    private static final String HEAD =
            "id,time,actor,address,project,kind,subject,subjectId,subjectName,before,after\r\n";

    private ChangeTable() {}

    static void write(ChangeStore store, Visible visible, ChangeFilter filter, OutputStream out) throws IOException {
        try (Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            text.write(HEAD);
            @Nullable Long next = 0L;
            for (int left = ROWS; left > 0 && next != null; ) {
                var page = store.page(visible, filter, next, Math.min(PAGE, left));
                for (Change change : page.items()) text.write(line(change));
                left -= page.items().size();
                next = page.next();
            }
        }
    }

    private static String line(Change change) {
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(change.id()));
        cells.add(change.at().toString());
        cells.add(cell(change.actor()));
        cells.add(cell(change.address()));
        cells.add(change.projectId() == null ? "" : change.projectId().toString());
        cells.add(cell(change.kind()));
        cells.add(cell(change.subjectKind()));
        cells.add(cell(change.subjectId()));
        cells.add(cell(ChangeView.name(change)));
        cells.add(cell(change.before()));
        cells.add(cell(change.after()));
        return String.join(",", cells) + "\r\n";
    }

    /** Text that a spreadsheet shows and does not compute. */
    static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) return "";
        String safe = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
