package io.stardust.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.statement.ParsedSql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceholdersTest {
    @TempDir
    Path folder;

    @Test
    void parse_findsNames_whereverTheyStand() {
        ParsedSql parsed =
                Placeholders.parse("select * from a where id=:id and (n = :b.name or x in (:__ids_0,:__ids_1))");

        assertThat(parsed.getSql()).isEqualTo("select * from a where id=? and (n = ? or x in (?,?))");
        assertThat(parsed.getParameters().getParameterNames()).containsExactly("id", "b.name", "__ids_0", "__ids_1");
        assertThat(parsed.getParameters().isPositional()).isFalse();
    }

    @Test
    void parse_countsQuestionMarks_whenThereAreNoNames() {
        ParsedSql parsed = Placeholders.parse("insert into a values (?, ?)");

        assertThat(parsed.getSql()).isEqualTo("insert into a values (?, ?)");
        assertThat(parsed.getParameters().isPositional()).isTrue();
        assertThat(parsed.getParameters().getParameterCount()).isEqualTo(2);
    }

    @Test
    void parse_leavesAlone_whatIsQuotedOrACommentOrACast() {
        String sql = """
                select ':no', 'it''s :no', ":no?", n::text, a[1:2] -- :no ?
                from a /* :no ? */ where b = 1 - 2 / 3""";

        ParsedSql parsed = Placeholders.parse(sql + " and c = :yes");

        assertThat(parsed.getSql()).isEqualTo(sql + " and c = ?");
        assertThat(parsed.getParameters().getParameterNames()).containsExactly("yes");
    }

    @Test
    void parse_ends_whenAQuoteDoesNot() {
        assertThat(Placeholders.parse("select 'open :no").getSql()).isEqualTo("select 'open :no");
        assertThat(Placeholders.parse("select 1 -- :no").getSql()).isEqualTo("select 1 -- :no");
        assertThat(Placeholders.parse("select 1 /* :no").getSql()).isEqualTo("select 1 /* :no");
    }

    @Test
    void query_readsThoseOfAList_whenItIsBound() {
        try (Database db = TestDatabase.in(folder).start()) {
            List<Integer> read = db.read(
                    sql -> sql.createQuery("select v from (select 1 as v union all select 2 union all select 3) x"
                                    + " where v in (<wanted>) and v <> :not and '<wanted>' <> '' order by v")
                            .bindList("wanted", List.of(1, 2, 5))
                            .bind("not", 2)
                            .mapTo(Integer.class)
                            .list());

            assertThat(read).containsExactly(1);
        }
    }

    @Test
    void query_isRefused_whenAListIsNotBound() {
        try (Database db = TestDatabase.in(folder).start()) {
            assertThatThrownBy(() -> db.read(sql -> sql.createQuery("select 1 where 1 in (<wanted>)")
                            .mapTo(Integer.class)
                            .one()))
                    .hasStackTraceContaining("<wanted>: no list of that name is bound");
        }
    }
}
