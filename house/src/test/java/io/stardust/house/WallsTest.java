package io.stardust.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPackages(
                    "io.stardust.house.sample.low", "io.stardust.house.sample.middle", "io.stardust.house.sample.high");

    @Test
    void faults_areNone_whenEachUseIsAllowedAndEachAllowedIsUsed() {
        assertThat(faults("low:", "middle: low", "high: middle low")).isEmpty();
    }

    @Test
    void faults_nameTheUseAndItsPlace_whenItIsNotAllowed() {
        assertThat(faults("low:", "middle: low", "high: middle"))
                .singleElement()
                .asString()
                .startsWith("high may not use low: ")
                .contains("High.java");
    }

    @Test
    void faults_nameTheRoom_whenItIsNotListed() {
        assertThat(faults("low:", "middle: low")).containsExactly("high is not listed; it uses [low, middle]");
    }

    @Test
    void faults_nameTheRoom_whenItIsNotThere() {
        assertThat(faults("low:", "middle: low", "high: middle low", "gone:"))
                .containsExactly("gone is listed, and there is no such package");
    }

    @Test
    void faults_nameTheUse_whenNobodyMakesIt() {
        assertThat(faults("low:", "other:", "middle: low", "high: other middle low"))
                .contains("high may use other, and does not");
    }

    @Test
    void faults_nameTheUse_whenItGoesUp() {
        assertThat(faults("middle: low", "low:", "high: middle low"))
                .containsExactly("middle may use low, which is not below it");
    }

    private static List<String> faults(String... lines) {
        return Walls.faults(Rooms.parse("house.sample", List.of(lines)), CLASSES);
    }
}
