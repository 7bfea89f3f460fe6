package io.stardust.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.stardust.house.Walls;
import java.nio.file.Path;

/** The shape of the house. A red test here means a wall went up in the wrong place, not that the wall needs a hole. */
@AnalyzeClasses(
        packages = "io.stardust.agent",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.NotGenerated.class})
class ArchitectureTest {
    /** The adapters that the JSON processor writes, and the list of them that knows every package. */
    static final class NotGenerated implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("JsonAdapter") && !location.contains("/jsonb/");
        }
    }

    @ArchTest
    static void packagesUseOnlyWhatTheListAllows(JavaClasses classes) {
        assertThat(Walls.faults(Path.of("."), classes)).isEmpty();
    }

    @ArchTest
    static final ArchRule THE_LINK_IS_KNOWN_TO_COMMAND_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages("io.stardust.agent", "io.stardust.agent.command")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.stardust.client..");

    @ArchTest
    static final ArchRule NOTHING_THAT_COSTS_MEMORY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.util.regex..", "java.lang.reflect..");
}
