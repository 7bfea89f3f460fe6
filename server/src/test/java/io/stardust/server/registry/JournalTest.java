package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    static Registration registration(long id) {
        return new Registration(
                id,
                "Orders",
                7,
                "orders",
                1,
                "10.0.0.1@" + id,
                "orders@10.0.0.1@" + id,
                null,
                true,
                0,
                null,
                null,
                "1.0",
                "http://10.0.0.1:8080",
                null,
                null,
                null,
                "a,b",
                100,
                null,
                null,
                Map.of("z", "1", "a", "ü"),
                "10.0.0.1",
                1,
                2);
    }

    private Collection<Registration> read(Path from) throws Exception {
        try (var journal = new Journal(from, List::of)) {
            return journal.open();
        }
    }

    @Test
    void registrations_areThereAgain_asTheyWere() throws Exception {
        try (var journal = new Journal(folder, List::of)) {
            journal.open();
            for (int i = 1; i <= 100; i++) journal.put(registration(i));
            journal.remove(50);
        }
        assertThat(read(folder)).hasSize(99).contains(registration(1), registration(100));
    }

    /** Whatever a kill or a power loss leaves of the file: each whole line counts, and nothing else. */
    @Test
    void wholeLinesCount_whenTheFileEndsAnywhere() throws Exception {
        try (var journal = new Journal(folder, List::of)) {
            journal.open();
            for (int i = 1; i <= 2; i++) journal.put(registration(i));
            journal.remove(2);
        }
        byte[] whole = Files.readAllBytes(folder.resolve("journal-1"));
        Path cut = folder.resolve("cut");
        for (int length = 0; length <= whole.length; length++) {
            byte[] rest = Arrays.copyOf(whole, length);
            Files.write(cut, rest);
            Map<Long, Registration> held = new TreeMap<>();
            long lines = JournalLines.read(cut, held);
            assertThat(lines)
                    .isEqualTo(new String(rest, StandardCharsets.UTF_8).lines().count()
                            - (length == 0 || rest[length - 1] == '\n' ? 0 : 1));
            assertThat(held).as("of %d bytes", length).hasSize((int) (lines == 3 ? 1 : lines));
        }
    }

    @Test
    void lines_areLeftOut_whenTheyAreForgedOrDamaged() throws Exception {
        try (var journal = new Journal(folder, List::of)) {
            journal.open();
            for (int i = 1; i <= 3; i++) journal.put(registration(i));
        }
        Path file = folder.resolve("journal-1");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, lines.get(1).replace("10.0.0.1:8080", "10.6.6.6:8080"));
        lines.add("00000000 +{}");
        lines.add("not a line");
        lines.add("");
        lines.add(text("+{}"));
        lines.add(text("+null"));
        lines.add(text("*what"));
        lines.add(text("-x"));
        lines.add(text("+" + "[".repeat(50_000)));
        lines.add("zzzzzzzz +{}");
        Files.write(file, lines);

        assertThat(read(folder)).containsExactly(registration(1), registration(3));
    }

    private static String text(String payload) {
        byte[] said = payload.substring(1).getBytes(StandardCharsets.UTF_8);
        return new String(JournalLines.line((byte) payload.charAt(0), said), StandardCharsets.UTF_8).stripTrailing();
    }

    @Test
    void rewriting_losesNothing_whenChangesComeMeanwhile() throws Exception {
        Map<Long, Registration> living = new TreeMap<>(Map.of(1L, registration(1), 2L, registration(2)));
        var made = new Journal[1];
        try (var journal = new Journal(folder, () -> {
            List<Registration> all = List.copyOf(living.values());
            made[0].put(registration(500)); // while it is rewritten
            made[0].remove(2);
            return all;
        })) {
            made[0] = journal;
            journal.open();
            living.values().forEach(journal::put);
            journal.rewrite();
        }
        assertThat(read(folder)).containsExactly(registration(1), registration(500));
    }

    @Test
    void journal_isRewritten_whenItIsTwiceAsLongAsWhatItSays() throws Exception {
        Map<Long, Registration> living = new TreeMap<>();
        try (var journal = new Journal(folder, living::values)) {
            journal.open();
            for (int i = 1; i <= 100; i++) {
                living.put((long) i, registration(i));
                for (int again = 0; again < 30; again++) journal.put(registration(i));
            }
            journal.tick();
            assertThat(files()).containsExactly("base-2", "journal-2");
            journal.put(registration(200));
            journal.remove(1);
        }
        assertThat(read(folder)).hasSize(100).contains(registration(200)).doesNotContain(registration(1));
    }

    @Test
    void finishedFilesCount_whenItDiedWhileRewriting() throws Exception {
        try (var journal = new Journal(folder, List::of)) {
            journal.open();
            journal.put(registration(1));
        }
        Files.writeString(folder.resolve("base-2.new"), "half a l");
        Files.writeString(
                folder.resolve("journal-2"), text("+" + io.stardust.protocol.Json.PEOPLE.text(registration(2))) + "\n");

        assertThat(read(folder)).containsExactly(registration(1), registration(2));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
