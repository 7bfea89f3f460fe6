package io.stardust.server;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shape of the house. A red test here means a wall went up in the wrong place, not that the wall needs a hole. */
class ArchitectureTest {
    private static final String ROOT = "io.stardust.server";

    /** What each package may use of the others; {@code Server} alone uses all. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("db", Set.of()),
            Map.entry("backup", Set.of("db")),
            Map.entry("http", Set.of("db")),
            Map.entry("change", Set.of("db", "http")),
            Map.entry("file", Set.of("db", "http")),
            Map.entry("feature", Set.of("file", "change", "db", "http")),
            Map.entry("access", Set.of("feature", "change", "db", "http")),
            Map.entry("app", Set.of("feature", "access", "change", "db", "http")),
            Map.entry("push", Set.of("http")),
            Map.entry("node", Set.of("feature", "access", "change", "db", "http")),
            Map.entry("policy", Set.of("node", "access", "change", "db", "http")),
            Map.entry("agent", Set.of("feature", "node", "file", "access", "change", "db", "http")),
            Map.entry("command", Set.of("feature", "policy", "node", "push", "access", "change", "db", "http")),
            Map.entry("variable", Set.of("app", "access", "change", "db", "http")),
            Map.entry(
                    "deploy",
                    Set.of("feature", "variable", "command", "node", "app", "access", "change", "db", "http")),
            Map.entry("history", Set.of("deploy", "db", "http")),
            Map.entry("release", Set.of("feature", "deploy", "file", "app", "access", "change", "db", "http")),
            Map.entry(
                    "rollout",
                    Set.of("feature", "release", "history", "deploy", "node", "app", "change", "db", "http")),
            Map.entry(
                    "report",
                    Set.of(
                            "feature", "rollout", "release", "history", "deploy", "command", "node", "change", "db",
                            "http")),
            Map.entry(
                    "fetch",
                    Set.of(
                            "feature",
                            "report",
                            "release",
                            "deploy",
                            "variable",
                            "node",
                            "file",
                            "access",
                            "change",
                            "db",
                            "http")),
            Map.entry(
                    "adopt",
                    Set.of(
                            "policy",
                            "feature",
                            "report",
                            "rollout",
                            "release",
                            "deploy",
                            "variable",
                            "command",
                            "node",
                            "app",
                            "access",
                            "change",
                            "db",
                            "http")),
            Map.entry("live", Set.of("rollout", "deploy", "node", "change", "db", "http")),
            Map.entry("overview", Set.of("deploy", "node", "access", "change", "db", "http")));

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packages_areAllKnownHere() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1))
                .filter(name -> !name.startsWith("jsonb"))
                .map(name -> name.replaceFirst("\\..*", "")) // a room within belongs to its house
                .collect(Collectors.toSet());

        assertThat(found).isSubsetOf(MAY_USE.keySet());
    }

    @Test
    void packages_useOnlyWhatLiesBelowThem() {
        MAY_USE.forEach((name, allowed) -> {
            List<String> forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> ROOT + "." + other + "..")
                    .toList();
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.toArray(String[]::new))
                    .allowEmptyShould(true)
                    .because(name + " may use " + allowed + " only; news go up by listeners that Server connects")
                    .check(CLASSES);
        });
    }

    @Test
    void packages_formNoRing() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
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

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> notInsideRoutes() {
        return com.tngtech.archunit.base.DescribedPredicate.describe(
                "are not nested in a Routes class",
                type -> type.getEnclosingClass()
                        .map(outer -> !outer.getSimpleName().endsWith("Routes"))
                        .orElse(true));
    }

    @Test
    void sql_isWrittenInStoresAndInfrastructureOnly() {
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
