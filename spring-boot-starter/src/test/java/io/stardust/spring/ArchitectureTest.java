package io.stardust.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each optional part of Spring is for one package, which is loaded only where the part is there. */
@AnalyzeClasses(packages = "io.stardust.spring", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static ArchRule only(String ours, String... theirs) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.stardust.spring." + ours)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(theirs);
    }

    @ArchTest
    static final ArchRule SPRING_CLOUD_IS_FOR_ITS_PACKAGE = only("cloud", "org.springframework.cloud..");

    @ArchTest
    static final ArchRule THE_ACTUATOR_IS_FOR_ITS_PACKAGE =
            only("actuate", "org.springframework.boot.actuate..", "org.springframework.boot.health..");

    @ArchTest
    static final ArchRule SERVLETS_AND_SECURITY_ARE_FOR_THEIR_PACKAGE =
            only("token", "jakarta.servlet..", "org.springframework.security..");

    @ArchTest
    static final ArchRule WHAT_BOOT_4_HAS_MOVED_IS_NOT_USED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.boot.web.context..",
                    "org.springframework.boot.web.server..",
                    "org.springframework.boot.web.client..",
                    "org.springframework.boot.autoconfigure.web..",
                    "org.springframework.boot.autoconfigure.security..");
}
