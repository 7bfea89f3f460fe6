package io.stardust.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void pictureInDocs_isWhatTheCodeGives() throws IOException {
        boolean same = Files.readString(ROOT.resolve(Draw.PICTURE)).equals(Picture.of(House.read(ROOT)));

        assertThat(same)
                .as(Draw.PICTURE + " is up to date; ./stardust rooms --draw draws it")
                .isTrue();
    }

    @Test
    void arrows_leaveOutWhatFollowsFromOthers() {
        Rooms rooms = Rooms.parse("m", List.of("low:", "middle: low", "high: low middle", "m: *"));

        assertThat(Layers.direct(rooms.uses()))
                .isEqualTo(Map.of(
                        "low", Set.of(), "middle", Set.of("low"), "high", Set.of("middle"), "m", Set.of("high")));
    }

    @Test
    void boxes_lieBelowWhatUsesThem_andApart() throws IOException {
        for (Rooms rooms : House.read(ROOT).modules().values()) {
            Map<String, Spot> boxes = new TreeMap<>();
            new Layers(rooms).boxes().forEach(box -> boxes.put(box.name, box));
            rooms.uses().forEach((name, used) -> {
                for (String other : used) assertThat(at(boxes, other).layer).isGreaterThan(at(boxes, name).layer);
            });
            for (Spot box : boxes.values()) {
                assertThat(boxes.values())
                        .noneMatch(other -> other != box
                                && other.layer == box.layer
                                && Math.abs(other.x - box.x) < (other.width + box.width) / 2);
            }
        }
    }

    private static Spot at(Map<String, Spot> boxes, String name) {
        Spot box = boxes.get(name);
        if (box == null) throw new AssertionError("no box for " + name);
        return box;
    }
}
