package io.stardust.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.stardust.house.Walls;
import java.nio.file.Path;

/** The shape of what apps embed. */
@AnalyzeClasses(packages = "io.stardust.client", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static void packagesUseOnlyWhatTheListAllows(JavaClasses classes) {
        assertThat(Walls.faults(Path.of("."), classes)).isEmpty();
    }

    @ArchTest
    static final ArchRule SERVLETS_ARE_FOR_THEIR_FILTER_ALONE = noClasses()
            .that()
            .haveNameNotMatching(".*\\.StardustServletFilter(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule THE_LINK_COSTS_LITTLE_MEMORY = noClasses()
            .that()
            .resideInAPackage("io.stardust.client.link")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.util.regex..", "java.lang.reflect..");
}
