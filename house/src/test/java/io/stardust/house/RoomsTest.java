package io.stardust.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The samples are apps to deploy; what holds the house is no part of it. */
    private static final Set<String> NOT_LISTED = Set.of("house", "samples", "samples/spring");

    @Test
    void lists_nameEveryPackage_ofEveryModule() throws IOException {
        for (String module : House.modules(ROOT)) {
            Path folder = ROOT.resolve(module);
            if (NOT_LISTED.contains(module) || !Files.isDirectory(folder.resolve("src/main/java"))) continue;
            if (!Files.isDirectory(folder.resolve("src/main/java/io/stardust/" + module))) continue;

            Rooms rooms = Rooms.read(folder);

            assertThat(rooms.faults()).as(module).isEmpty();
            assertThat(rooms.all().stream().map(Room::name))
                    .as(module)
                    .containsExactlyInAnyOrderElementsOf(rooms.found(folder));
        }
    }

    @Test
    void faults_nameWhatGoesUp_whatIsTwice_andAStarThatIsNotTheModulesOwn() {
        Rooms rooms = Rooms.parse(
                "m", List.of("# words", "", "low: high", "high: low low", "low:", "odd: *", "m: *", "worse: nowhere"));

        assertThat(rooms.faults())
                .containsExactly(
                        "low may use high, which is not below it",
                        "high names low twice",
                        "low is listed twice",
                        "odd may not use *, only m may",
                        "worse may use nowhere, which is not below it");
    }

    @Test
    void parse_fails_whenALineNamesNoRoom() {
        assertThatThrownBy(() -> Rooms.parse("m", List.of("low high")))
                .hasMessage("m/rooms.txt: 'low high' (expected: room: the rooms it may use)");
    }
}
