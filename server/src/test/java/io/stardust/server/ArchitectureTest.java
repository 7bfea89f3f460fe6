package io.stardust.server;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.stardust.house.Walls;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shape of the house. A red test here means a wall went up in the wrong place, not that the wall needs a hole. */
@Tag("sqlite")
class ArchitectureTest {
    private static final String ROOT = "io.stardust.server";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packages_useOnlyWhatTheListAllows() {
        assertThat(Walls.faults(Path.of("."), CLASSES)).isEmpty();
    }

    @Test
    void theWebFramework_isKnownToRoutesAndTheServerOnly() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Routes")
                .and()
                .resideOutsideOfPackages(ROOT, ROOT + ".http")
                .and(notInsideRoutes())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> notInsideRoutes() {
        return DescribedPredicate.describe(
                "are not nested in a Routes class",
                type -> type.getEnclosingClass()
                        .map(outer -> !outer.getSimpleName().endsWith("Routes"))
                        .orElse(true));
    }

    @Test
    void sql_isWrittenInStoresOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".db")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".backup.Filling") // makes and drops tables, whatever they hold
                .and(DescribedPredicate.describe("are no stores", type -> !isStore(type)))
                .should()
                .callMethodWhere(target(owner(assignableTo(Handle.class)))
                        .and(target(nameMatching("create.*|prepareBatch|execute|select|getConnection"))))
                .because("a statement in a store is found by who changes its table")
                .check(CLASSES);
    }

    private static boolean isStore(JavaClass type) {
        return type.getEnclosingClass()
                .map(ArchitectureTest::isStore)
                .orElseGet(() -> type.getSimpleName().endsWith("Store"));
    }

    @Test
    void routes_knowNoDatabase() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Routes")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("org.jdbi..")
                .check(CLASSES);
    }

    /**
     * A thread that one failure ends for good is not made here: {@code Loop}, {@code Chore} and {@code Workers} are.
     */
    @Test
    void threads_areMadeWhereTheirFailuresAreCaughtOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".push.PushThreads")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".Main") // the hook that stops the program
                .should()
                .callMethodWhere(target(owner(assignableTo(Thread.class)))
                        .and(target(nameMatching("ofVirtual|ofPlatform|startVirtualThread|start"))))
                .orShould()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        java.util.concurrent.Executors.class,
                        java.util.concurrent.ScheduledExecutorService.class,
                        java.util.Timer.class,
                        java.util.concurrent.ForkJoinPool.class)
                .check(CLASSES);
    }
}
