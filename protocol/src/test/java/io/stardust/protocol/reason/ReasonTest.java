package io.stardust.protocol.reason;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReasonTest {
    private static final Pattern HOLE = Pattern.compile("\\{([a-zA-Z]+)(?::([a-z]+))?}");

    @Test
    void text_isWholeForEveryCode_whenItsParametersAreThere() {
        for (Code code : Code.values()) {
            List<Object> given = new ArrayList<>();
            Matcher hole = HOLE.matcher(code.template());
            while (hole.find()) {
                if (!hole.group(1).equals("cause")) given.addAll(List.of(hole.group(1), "7"));
                assertThat(hole.group(2))
                        .as(code.name())
                        .isIn(null, "time", "bytes", "process", "names", "processes", "state");
            }
            String text = Reason.of(code, given.toArray())
                    .because(Reason.said("a fault"))
                    .text();
            assertThat(text).as(code.name()).doesNotContain("{", "}", "?:").contains("a fault");
            assertThat(Reason.of(code, given.toArray()).parts()).as(code.name()).hasSize(1);
        }
    }

    @Test
    void wire_isLowerKebabCaseAndAnothersOwn_forEveryCode() {
        Set<String> names = new TreeSet<>();
        for (Code code : Code.values()) names.add(code.wire());
        assertThat(names).hasSize(Code.values().length).allMatch(name -> name.matches("[a-z][a-z0-9-]{0,39}"));
    }

    @Test
    void text_writesEveryKindAsPeopleDo() {
        assertThat(Reason.of(Code.EXITED, "code", 3, "lived", 140)).hasToString("exited with code 3 after 0.1 s");
        assertThat(Reason.of(Code.EXITED, "code", 3, "lived", 61_900)).hasToString("exited with code 3 after 61 s");
        assertThat(Reason.of(Code.FETCHED_PART, "moved", 1_200, "size", 34_000_000))
                .hasToString("fetched 1.2 KB of 34.0 MB");
        assertThat(Reason.of(Code.PORT_TAKEN, "port", 80, "holder", ""))
                .hasToString("port 80 is taken by another process");
        assertThat(Reason.of(Code.FILES_CHANGED, "files", Reason.some(List.of("a", "b", "c"), 2)))
                .hasToString("files changed: a, b and 1 more");
        assertThat(Reason.of(Code.LEFTOVERS_ENDED, "left", Reason.some(List.of("1 (a)", "2 (b)", "3 (c)"), 2)))
                .hasToString("ended 3 processes (1 (a), 2 (b) and 1 more) that an earlier start had left behind");
        assertThat(Reason.of(Code.LEFTOVERS_ENDED, "left", "1 (a)"))
                .hasToString("ended process 1 (a) that an earlier start had left behind");
    }

    @Test
    void text_putsTheCauseInItsPlaceOrAfterAColon() {
        Reason ended = Reason.of(Code.EXITED, "code", 3, "lived", 100)
                .in(Code.LAST_LINE, "line", "no config")
                .in(Code.NEXT_START, "delay", 1_000);
        assertThat(ended).hasToString("exited with code 3 after 0.1 s: no config; next start in 1.0 s");
        assertThat(Reason.of(Code.NOT_READY_WITHIN, "limit", 120).because(ended).text())
                .startsWith("not ready within 120 s: exited with code 3");
        assertThat(Reason.of(Code.UNWANTED).because(Reason.said("so"))).hasToString("nobody wants it to run: so");
    }

    @Test
    void parts_comeBackTheSame_whenTheyTravel() {
        Reason reason = Reason.of(Code.PROBE_ANSWERED, "probe", "/health", "status", 500)
                .in(Code.NOT_READY_WITHIN, "limit", 120);
        byte[] json = Json.WIRE.listBytes(reason.parts(), ReasonPart.class);
        assertThat(new String(json, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("[{\"Code\":\"not-ready-within\",\"Data\":{\"limit\":\"120\"}},"
                        + "{\"Code\":\"probe-answered\",\"Data\":{\"probe\":\"/health\",\"status\":\"500\"}}]");
        assertThat(Reason.of(Json.WIRE.readList(json, ReasonPart.class))).isEqualTo(reason);
    }

    @Test
    void parts_tellTheRestInWords_whenThereAreTooMany() {
        Reason reason = Reason.said("the end");
        for (int i = 0; i < 30; i++) reason = reason.in(Code.NOT_READY_YET);
        assertThat(reason.parts()).hasSize(Reason.MAX_PARTS);
        assertThat(Reason.of(reason.parts())).hasToString(reason.text());
    }

    @Test
    void of_refusesWhatIsNoReason_andCutsLongValues() {
        assertThat(Reason.of((List<ReasonPart>) null)).isNull();
        assertThat(Reason.of(List.of())).isNull();
        assertThat(read("No Code", Map.of())).isNull();
        assertThat(read("x".repeat(41), Map.of())).isNull();
        assertThat(read("exited", Map.of("a b", "1"))).isNull();
        assertThat(Reason.of(List.of(new ReasonPart(null, null)))).isNull();
        ReasonPart many = new ReasonPart("said", Map.of("text", "x".repeat(2_000)));
        assertThat(Reason.of(List.of(many, many, many, many, many))).isNull();
        assertThat(Reason.of(java.util.Collections.nCopies(13, new ReasonPart("unwanted", null))))
                .isNull();
        assertThat(read("said", Map.of("text", "x".repeat(9_000)))).hasToString("x".repeat(2_000));
    }

    @Test
    void of_keepsACodeOfANewerProgram() {
        Reason newer = Objects.requireNonNull(read("of-tomorrow", Map.of("n", "1")));
        assertThat(newer.parts()).containsExactly(new ReasonPart("of-tomorrow", Map.of("n", "1")));
        assertThat(newer).hasToString("of-tomorrow");
        assertThat(read("exited", Map.of())).hasToString("exited with code ? after ?");
    }

    private static @Nullable Reason read(String code, Map<String, String> data) {
        return Reason.of(List.of(new ReasonPart(code, data)));
    }

    @Test
    void of_replacesWhatMayNotBeShown() {
        Reason reason = Reason.of(List.of(new ReasonPart("said", Map.of("text", "a\u001b[2J\u202eb\nc"))));

        assertThat(reason).isNotNull();
        assertThat(String.valueOf(reason)).isEqualTo("a\uFFFD[2J\uFFFDb\nc");
    }
}
