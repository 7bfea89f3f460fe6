package io.stardust.agent;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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
    static final ArchRule FEATURES_FORM_NO_RING =
            slices().matching("io.stardust.agent.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_ROOT_KNOWS_THE_REST = noClasses()
            .that()
            .resideOutsideOfPackage("io.stardust.agent")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.stardust.agent");

    @ArchTest
    static final ArchRule FEATURES_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.stardust.agent.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    resideInAPackage("io.stardust.agent.supervise.."),
                    resideInAnyPackage(
                            "io.stardust.agent.install..", "io.stardust.agent.probe", "io.stardust.agent.state"))
            .ignoreDependency(alwaysTrue(), resideInAnyPackage("io.stardust.agent.files", "io.stardust.agent.foreign"));

    /** What a feature is made of may use what lies below it, not the feature around. */
    @ArchTest
    static final ArchRule ROOMS_KNOW_NOT_THEIR_HOUSE = noClasses()
            .that()
            .resideInAnyPackage("io.stardust.agent.supervise.*..", "io.stardust.agent.install.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.stardust.agent.supervise", "io.stardust.agent.install");

    @ArchTest
    static final ArchRule ROOMS_FORM_NO_RING =
            slices().matching("io.stardust.agent.(*.*)..").should().beFreeOfCycles();

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
