package io.stardust.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.cli.http.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormTest {
    private static Map<String, String> read(FileForm form, String text) {
        Map<String, String> read = new TreeMap<>();
        for (Entry entry : form.read(text)) read.put(entry.key(), entry.value());
        return read;
    }

    private static Entry entry(String key, String value) {
        return new Entry(key, value, "text", null);
    }

    @ParameterizedTest
    @EnumSource
    void write_isReadAsTheSame_whateverIsInIt(FileForm form) {
        List<Entry> entries = new ArrayList<>(List.of(
                entry("a", "1"),
                entry("db", "also a value"),
                entry("db:host", "x"),
                entry("db:host:port", " blanks at the ends "),
                entry("deep:er:still", "one\ntwo\ttab"),
                entry("empty", ""),
                entry("ends:", "colon"),
                entry("a::b", "two colons"),
                entry(":begins", "x"),
                entry("#hash", "# no comment"),
                entry("key with = and blanks", "\\back\\slash\\"),
                entry("unicode 中文", "ü → 中文 \u2028 \u00a0"),
                entry("looks:like", "true"),
                entry("looks:none", "~"),
                entry("looks:hex", "0x1F"),
                entry("looks:number", "1.10")));
        entries.add(new Entry("typed:number", "42", "number", null));
        entries.add(new Entry("typed:exact", "1.10", "number", null));
        entries.add(new Entry("typed:boolean", "true", "boolean", null));
        Map<String, String> expected = new TreeMap<>();
        for (Entry entry : entries) expected.put(entry.key(), entry.value());

        assertThat(read(form, form.write(entries))).isEqualTo(expected);
    }

    @Test
    void properties_takeKeysWithColons_commentsAsRemarks_andLinesThatContinue() {
        String text = """
                ! of the file

                # where
                # it is
                db:host=10.0.0.5
                a: b
                c d
                path=C:\\\\x
                long=one \\
                    two
                """;

        assertThat(FileForm.PROPERTIES.read(text))
                .containsExactly(
                        new Entry("db:host", "10.0.0.5", null, "where it is"),
                        new Entry("a", "b", null, ""),
                        new Entry("c", "d", null, ""),
                        new Entry("path", "C:\\x", null, ""),
                        new Entry("long", "one two", null, ""));
    }

    @Test
    void yaml_keepsValuesAsTheyAreWritten() {
        assertThat(FileForm.YAML.read("a: 1.10\nb: yes\nc: '1'\nd: ~\nf: True\ng: 0x1F\ne: |\n  x\n  y\n"))
                .containsExactly(
                        new Entry("a", "1.10", "number", null),
                        new Entry("b", "yes", null, null),
                        new Entry("c", "1", null, null),
                        new Entry("d", "", null, null),
                        new Entry("f", "True", null, null),
                        new Entry("g", "0x1F", null, null),
                        new Entry("e", "x\ny\n", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [1",
                "a: 1\n---\nb: 2\n",
                "- 1\n",
                "a: 1\na:\n  x: 2\na:x: 3\n",
                "base: &x {a: 1}\nb:\n  <<: *x\n",
                "? [1]\n: 2\n",
                "a: &a [*a]\n"
            })
    void yaml_isRefused_whenItIsNoTreeOfNames(String text) {
        assertThatThrownBy(() -> FileForm.YAML.read(text)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\":", "{\"a\":{\"b\":1},\"a:b\":2}", "{\"\":1}"})
    void json_isRefused_whenItIsNoTreeOfNames(String text) {
        assertThatThrownBy(() -> FileForm.JSON.read(text)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1\na=2", "a=\\u12"})
    void properties_areRefused_inWords(String text) {
        assertThatThrownBy(() -> FileForm.PROPERTIES.read(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("line ");
    }

    @Test
    void form_isKnownByTheNameOfTheFile() {
        assertThat(FileForm.of(Path.of("App.YML"))).isEqualTo(FileForm.YAML);
        assertThatThrownBy(() -> FileForm.of(Path.of("app.toml")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--format");
    }
}
