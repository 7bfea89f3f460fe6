package io.stardust.server.config.effective;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.config.effective.Effective.Kind;
import io.stardust.server.config.effective.Effective.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final List<Long> NONE = List.of();

    private static String text(Effective effective, String key) {
        return Objects.requireNonNull(
                        effective.values().get(key),
                        () -> key + " of " + effective.values().keySet())
                .text();
    }

    private static Kind problem(Effective effective, String key) {
        assertThat(effective.values()).doesNotContainKey(key);
        return Objects.requireNonNull(
                        effective.problems().get(key),
                        () -> key + " of " + effective.values().keySet())
                .kind();
    }

    private static Shelf shelf() {
        return new Shelf()
                .put(1, "orders", 1, Share.NONE, false, List.of(2L), "db=own", "db#test=own test", "empty=", "_in=x")
                .put(
                        2,
                        "base",
                        1,
                        Share.PROJECT,
                        false,
                        NONE,
                        "db=base",
                        "log=base",
                        "log#test=base test",
                        "empty=full")
                .put(3, "common", 2, Share.ALL, true, NONE, "log=common", "zone=common", "db=common")
                .put(4, "private", 1, Share.NONE, true, NONE, "zone=private", "hidden=1");
    }

    @Test
    void own_beatsQuoted_beatsGlobal() {
        Effective effective = shelf().of(1, "");

        assertThat(text(effective, "db")).isEqualTo("own");
        assertThat(text(effective, "log")).isEqualTo("base");
        assertThat(text(effective, "zone")).isEqualTo("common");
        assertThat(text(effective, "empty")).isEmpty();
        assertThat(text(effective, "_in")).isEqualTo("x");
        assertThat(effective.values().get("log")).extracting(Value::app).isEqualTo("base");
    }

    @Test
    void scope_beatsNone_withinEachSheet() {
        Effective effective = shelf().of(1, "test");

        assertThat(text(effective, "db")).isEqualTo("own test");
        assertThat(text(effective, "log")).isEqualTo("base test");
        assertThat(text(shelf().of(1, "pro"), "db")).isEqualTo("own");
    }

    @Test
    void sheet_isNotInherited_whenItIsNotShared() {
        assertThat(shelf().of(1, "").values()).doesNotContainKey("hidden");
        var other = shelf().put(5, "web", 2, Share.NONE, false, List.of(2L), "a=1");

        assertThat(other.of(5, "").values()).containsKey("zone").doesNotContainKey("db#base");
        assertThat(text(other.of(5, ""), "log")).isEqualTo("common");
    }

    @Test
    void stamp_isTheHighestOfAllThatWasRead() {
        assertThat(shelf().of(1, "").stamp()).isEqualTo(3);
        assertThat(shelf().of(1, "").sources()).containsOnlyKeys(1L, 2L, 3L);
        var asked = shelf().put(9, "far", 1, Share.ALL, false, NONE, "k=v")
                .put(1, "orders", 1, Share.NONE, false, NONE, "a=${k@far}");
        assertThat(asked.of(1, "").stamp()).isEqualTo(9);
    }

    @Test
    void quotes_endWhereTheyBegan() {
        var loop = new Shelf()
                .put(1, "a", 1, Share.ALL, false, List.of(2L), "x=a")
                .put(2, "b", 1, Share.ALL, false, List.of(1L), "x=b", "y=b");

        assertThat(text(loop.of(1, ""), "x")).isEqualTo("a");
        assertThat(text(loop.of(1, ""), "y")).isEqualTo("b");
    }

    @Test
    void reference_seesWhatTheAskingAppHas_unlessItNamesAnother() {
        var shelf = new Shelf()
                .put(
                        1,
                        "orders",
                        1,
                        Share.NONE,
                        false,
                        List.of(2L),
                        "host=h1",
                        "host#test=t1",
                        "own=${url}",
                        "base=${url@base}")
                .put(
                        2,
                        "base",
                        1,
                        Share.PROJECT,
                        false,
                        NONE,
                        "host=h2",
                        "url=http://${host}:${port}",
                        "port=80",
                        "port#test=81");

        assertThat(text(shelf.of(1, ""), "url")).isEqualTo("http://h1:80");
        assertThat(text(shelf.of(1, "test"), "own")).isEqualTo("http://t1:81");
        assertThat(text(shelf.of(1, "test"), "base")).isEqualTo("http://h2:81");
        var scoped = shelf.put(
                3, "x", 1, Share.NONE, false, List.of(2L), "a=${port@base:test}", "b=${port@:test}", "c=${port@base:}");
        assertThat(text(scoped.of(3, ""), "a")).isEqualTo("81");
        assertThat(text(scoped.of(3, ""), "b")).isEqualTo("81");
        assertThat(text(scoped.of(3, "test"), "c")).isEqualTo("80");
    }

    @Test
    void dollars_areDeliveredAsWritten_whenThereAreTwo() {
        var shelf = new Shelf()
                .put(1, "a", 1, Share.NONE, false, NONE, "v=$${user.home}/${d}$$", "d=data", "e=cost $5 {x}");

        assertThat(text(shelf.of(1, ""), "v")).isEqualTo("${user.home}/data$$");
        assertThat(text(shelf.of(1, ""), "e")).isEqualTo("cost $5 {x}");
    }

    @Test
    void problems_areTold_andLeaveTheOtherKeysAlone() {
        var shelf = new Shelf()
                .put(
                        1,
                        "a",
                        1,
                        Share.NONE,
                        false,
                        NONE,
                        "loop=${two}",
                        "two=${loop}",
                        "gone=${nobody}",
                        "closed=${k@b}",
                        "away=${k@nobody}",
                        "open=${",
                        "none=${}",
                        "!broken=broken",
                        "fine=1")
                .put(2, "b", 1, Share.NONE, false, NONE, "k=v");
        Effective effective = shelf.of(1, "");

        assertThat(problem(effective, "loop")).isEqualTo(Kind.CYCLE);
        assertThat(message(effective, "loop")).contains("loop → two → loop");
        assertThat(problem(effective, "gone")).isEqualTo(Kind.UNKNOWN);
        assertThat(problem(effective, "closed")).isEqualTo(Kind.UNKNOWN);
        assertThat(message(effective, "closed").replace("@b", "@nobody")).isEqualTo(message(effective, "away"));
        assertThat(problem(effective, "open")).isEqualTo(Kind.SYNTAX);
        assertThat(problem(effective, "none")).isEqualTo(Kind.SYNTAX);
        assertThat(problem(effective, "broken")).isEqualTo(Kind.SEALED);
        assertThat(text(effective, "fine")).isEqualTo("1");
    }

    @Test
    void value_isRefused_whenItGrowsWithoutMeasure() {
        String[] lines = new String[18];
        lines[0] = "k0=" + "x".repeat(1_000);
        for (int i = 1; i < lines.length; i++) lines[i] = "k%d=${k%d}${k%d}".formatted(i, i - 1, i - 1);
        Effective effective =
                new Shelf().put(1, "a", 1, Share.NONE, false, NONE, lines).of(1, "");

        assertThat(text(effective, "k8")).hasSize(256_000);
        assertThat(problem(effective, "k12")).isEqualTo(Kind.TOO_LARGE);
        assertThat(problem(effective, "k17")).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void secret_isOpened_andWhatTakesItInIsOne() {
        var shelf = new Shelf().put(1, "a", 1, Share.NONE, false, NONE, "!pass=p1", "url=db://${pass}@h", "plain=1");
        Effective effective = shelf.of(1, "");

        assertThat(text(effective, "url")).isEqualTo("db://p1@h");
        assertThat(secret(effective, "url")).isTrue();
        assertThat(secret(effective, "pass")).isTrue();
        assertThat(secret(effective, "plain")).isFalse();
    }

    @Test
    void author_mayNameWhatItMayRead_forThoseWhoInherit() {
        var shelf = new Shelf()
                .put(1, "reader", 2, Share.NONE, false, List.of(2L), "mine=${k@inner}")
                .put(2, "shared", 1, Share.ALL, false, NONE, "theirs=${k@inner}")
                .put(3, "inner", 1, Share.PROJECT, false, NONE, "k=v");
        Effective effective = shelf.of(1, "");

        assertThat(text(effective, "theirs")).isEqualTo("v");
        assertThat(problem(effective, "mine")).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void edits_changeWhatTheyName_andNothingElse() {
        Sheet before = shelf().sheet(1);
        Map<Item.Id, @Nullable Item> edits = new HashMap<>();
        edits.put(new Item.Id("db", ""), null);
        edits.put(new Item.Id("new", "test"), new Item("new", "test", ValueType.TEXT, "n", null));
        Sheet after = before.with(edits, 7);

        assertThat(after.find("db", "")).isNull();
        assertThat(after.find("db", "test")).isNotNull();
        assertThat(after.find("new", "test")).isNotNull();
        assertThat(after.stamp()).isEqualTo(7);
        assertThat(before.find("db", "")).isNotNull();
    }

    private static String message(Effective effective, String key) {
        return Objects.requireNonNull(effective.problems().get(key)).message();
    }

    private static boolean secret(Effective effective, String key) {
        return Objects.requireNonNull(effective.values().get(key)).secret();
    }
}
