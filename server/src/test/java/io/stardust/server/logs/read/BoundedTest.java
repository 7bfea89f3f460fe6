package io.stardust.server.logs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class BoundedTest {
    @Property
    void cut_keepsWholeCharactersWithinTheBound_andCountsTheRest(
            @ForAll @StringLength(max = 60) String text, @ForAll @IntRange(min = 0, max = 100) int max) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8); // no half characters

        String cut = Bounded.cut(valid, max);

        int bytes = bytes(valid);
        if (bytes <= max) {
            assertThat(cut).isEqualTo(valid);
        } else {
            int mark = cut.lastIndexOf(" … (");
            String kept = cut.substring(0, mark);
            assertThat(valid).startsWith(kept);
            assertThat(bytes(kept)).isBetween(max - 3, max);
            assertThat(cut.substring(mark)).isEqualTo(" … (" + (bytes - bytes(kept)) + " more bytes)");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
