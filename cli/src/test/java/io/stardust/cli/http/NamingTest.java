package io.stardust.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamingTest {
    private record Thing(long id, String name) {}

    private static final Naming<Thing> NAMING = new Naming<>("thing", Thing::id, Thing::name);

    private static final List<Thing> THINGS = List.of(
            new Thing(1, "web"), new Thing(2, "Web"), new Thing(3, "db"), new Thing(4, "7"), new Thing(5, "db"));

    @Test
    void find_takesAnId() {
        assertThat(find("3").name()).isEqualTo("db");
        assertThat(find("#3").name()).isEqualTo("db");
    }

    @Test
    void find_takesANumberAsAName_whenItIsNoId() {
        assertThat(find("7").id()).isEqualTo(4);
        assertThatThrownBy(() -> find("#7")).hasMessage("no thing #7");
    }

    @Test
    void find_takesTheExactName_beforeAnyCase() {
        assertThat(find("Web").id()).isEqualTo(2);
    }

    @Test
    void find_namesTheIds_whenSeveralFit() {
        assertThatThrownBy(() -> find("db"))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE))
                .hasMessage("thing db: several have this name (expected: one of #3, #5)");
        assertThatThrownBy(() -> find("WEB")).hasMessageContaining("#1, #2");
    }

    @Test
    void find_failsWithNotFound_whenThereIsNone() {
        assertThatThrownBy(() -> find("nothing"))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exit()).isEqualTo(Exit.NOT_FOUND));
    }

    private static Thing find(String word) {
        return NAMING.find(word, NamingTest::byId, _ -> THINGS);
    }

    private static Optional<Thing> byId(long id) {
        return THINGS.stream().filter(thing -> thing.id() == id).findFirst();
    }
}
