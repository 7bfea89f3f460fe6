package io.stardust.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
    private static final Rows<Thing> THING = Rows.of(MethodHandles.lookup(), Thing.class);

    @TempDir
    Path folder;

    private Database db;

    enum Colour {
        RED
    }

    record Thing(
            long id,
            int size,
            double weight,
            boolean broken,
            String fullName,
            @Nullable Colour colour,
            @Nullable Long ownerId) {}

    @BeforeEach
    void open() {
        db = TestDatabase.in(folder).start();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private List<Thing> things(String query) {
        return db.read(sql -> sql.createQuery(query).map(THING).list());
    }

    @Test
    void map_fillsEveryComponent_whenTheColumnsAreThereInAnyOrder() {
        String row = "select 9 as unused, 7 as owner_id, 'RED' as colour, 'ärger' as full_name, 1 as broken,"
                + " 0.5 as weight, 3 as size, 8000000000 as id";
        assertThat(things(row)).containsExactly(new Thing(8_000_000_000L, 3, 0.5, true, "ärger", Colour.RED, 7L));
    }

    @Test
    void map_leavesNull_whereTheColumnIsNull() {
        String row = "select 1 as id, 0 as size, 0 as weight, 0 as broken, 'a' as full_name, null as colour,"
                + " null as owner_id";
        assertThat(things(row)).containsExactly(new Thing(1, 0, 0, false, "a", null, null));
    }

    record Owner(String fullName, @Nullable Long ownerId) {}

    record Owned(long id, Owner owner, int size) {}

    @Test
    void map_makesTheRecordWithin_fromTheSameRow() {
        Rows<Owned> owned = Rows.of(MethodHandles.lookup(), Owned.class);
        String rows = "select 1 as id, 2 as size, 'a' as full_name, 7 as owner_id union all select 2, 3, 'b', null";

        List<Owned> found = db.read(sql -> sql.createQuery(rows).map(owned).list());

        assertThat(found)
                .containsExactlyInAnyOrder(new Owned(1, new Owner("a", 7L), 2), new Owned(2, new Owner("b", null), 3));
    }

    @Test
    void map_namesTheColumn_whenTheQueryLacksIt() {
        assertThatThrownBy(() -> things("select 1 as id")).hasMessageContaining("no column size");
    }
}
