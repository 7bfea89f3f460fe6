package io.stardust.agent;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A thread that one failure ends for good is made nowhere: {@code Loop}, {@code Chore} and {@code Workers} are. */
@AnalyzeClasses(
        packages = {"io.stardust.agent", "io.stardust.client", "io.stardust.protocol"},
        importOptions = DoNotIncludeTests.class)
class ThreadsTest {
    @ArchTest
    static final ArchRule ARE_MADE_WHERE_THEIR_FAILURES_ARE_CAUGHT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.stardust.agent.Main") // the hook that stops the program
            .and()
            .resideOutsideOfPackage("io.stardust.protocol.loop")
            .should()
            .callMethodWhere(target(owner(assignableTo(Thread.class)))
                    .and(target(nameMatching("ofVirtual|ofPlatform|startVirtualThread|start"))))
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(Thread.class))))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    java.util.concurrent.Executors.class,
                    java.util.Timer.class,
                    java.util.concurrent.ForkJoinPool.class);
}
