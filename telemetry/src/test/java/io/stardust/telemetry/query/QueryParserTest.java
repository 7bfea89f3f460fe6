package io.stardust.telemetry.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
    private static LogQuery parse(String text) {
        return QueryParser.parse(text, LogQuery.of(Set.of(1L))).build();
    }

    @Test
    void parse_takesAllKindsOfTerms() {
        LogQuery query =
                parse("error \"connection reset\" level:warn+ -debug trace:ABC @user:\"a b\" -*nect* http://x:1");

        assertThat(query.texts())
                .containsExactly(
                        new TextTest.Words("error", false),
                        new TextTest.Words("connection reset", false),
                        new TextTest.Words("debug", true),
                        new TextTest.Anywhere("nect", true),
                        new TextTest.Words("http://x:1", false));
        assertThat(query.fields()).containsExactly(FieldTest.of(Field.TRACE, "ABC"), FieldTest.of("user", "a b"));
        assertThat(query.levels()).containsExactlyInAnyOrder(Level.WARN, Level.ERROR, Level.FATAL);
        assertThat(query.isSlow()).isTrue();
    }

    @Test
    void parse_takesAnExpressionWithASlash() {
        LogQuery query = parse("/a\\/b\\d+/");

        assertThat(((TextTest.Matches) query.texts().getFirst()).pattern().pattern())
                .isEqualTo("a/b\\d+");
    }

    @Test
    void parse_keepsWhatBothTermsOfALevelLeave() {
        assertThat(parse("level:warn+ -level:fatal").levels()).containsExactlyInAnyOrder(Level.WARN, Level.ERROR);
    }

    @Test
    void parse_takesADashAloneAsAWord() {
        assertThat(parse("a - b").texts()).hasSize(3).allMatch(test -> !test.negated());
    }

    @ParameterizedTest
    @CsvSource({
        "'error \"open', 11, a closing quote",
        "'/[a/', 2, a regular expression",
        "'/abc', 4, a closing slash",
        "'a level:loud', 8, 'a level (trace, debug, info, warn, error, fatal), found ''loud'''",
        "'level:warn,loud', 11, found 'loud'",
        "'trace:', 6, a value behind trace:",
        "'*x', 0, a star at both ends",
        "'@user', 0, an attribute",
        "'\"a\"b', 3, a space between two terms",
        "'\"\"', 0, something between the quotes",
        "'level:error level:warn', 0, leave none",
    })
    void parse_saysWhereAndWhatWasExpected_whenItIsNoQuery(String text, int position, String words) {
        QuerySyntax failure = catchThrowableOfType(QuerySyntax.class, () -> parse(text));

        assertThat(failure.position()).isEqualTo(position);
        assertThat(failure).hasMessageContaining(words.replace("''", "'"));
    }

    @Test
    void build_refuses_whenNoAppsAreGiven() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> LogQuery.of(Set.of()).build()))
                .hasMessageContaining("no apps");
    }

    @Test
    void position_isReadAsItWasWritten() {
        Position position = new Position(-5, 1, 2, 3, 1, 4);

        assertThat(Position.parse(position.toString())).isEqualTo(position);
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> Position.parse("1.2")))
                .hasMessageContaining("six numbers");
    }
}
