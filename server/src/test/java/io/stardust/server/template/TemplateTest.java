package io.stardust.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private final TreeMap<String, Effective.Value> values = new TreeMap<>();
    private final TreeMap<String, Effective.Problem> problems = new TreeMap<>();

    private void value(String key, String text, boolean secret) {
        var item = new Item(key, "", secret ? ValueType.SECRET : ValueType.TEXT, text, null);
        values.put(key, new Effective.Value(text, item, 1, "shop", secret));
    }

    private Template.Filled fill(String template) throws BadTemplate {
        Effective config = new Effective(values, problems, 1, Map.of());
        return Template.of(template.getBytes(StandardCharsets.UTF_8)).with(config);
    }

    private String filled(String template) throws BadTemplate {
        return fill(template).text();
    }

    @Test
    void with_writesValuesAsTheyAre_whateverIsInTheKey() throws BadTemplate {
        value("db:host", "a<b>&\"c'", false);
        value("db.port", "5432", false);
        value("größe/ü key", "ja", false);

        assertThat(filled("h={{db:host}} p={{db.port}} {{{db:host}}} {{ größe/ü key }}\n"))
                .isEqualTo("h=a<b>&\"c' p=5432 a<b>&\"c' ja\n");
    }

    @Test
    void with_leavesMustacheInValuesAlone() throws BadTemplate {
        value("a", "{{b}}", false);

        assertThat(filled("{{a}}")).isEqualTo("{{b}}");
    }

    @Test
    void with_takesSections_byWhatTheirKeySays() throws BadTemplate {
        value("on", "true", false);
        value("off", "false", false);
        value("empty", "", false);
        value("x", "1", false);

        assertThat(filled("{{#on}}\nx={{x}}\n{{/on}}\n{{#off}}no{{/off}}{{#empty}}no{{/empty}}{{#gone}}no{{/gone}}"
                        + "{{^off}}a{{/off}}{{^empty}}b{{/empty}}{{^gone}}c{{/gone}}{{^on}}no{{/on}}"))
                .isEqualTo("x=1\nabc");
    }

    @Test
    void with_takesOtherMarks_forFilesThatHaveTheseThemselves() throws BadTemplate {
        value("a", "1", false);

        assertThat(filled("{{=<% %>=}}<%a%> {{ .Labels }}")).isEqualTo("1 {{ .Labels }}");
    }

    @Test
    void with_isRefused_whenAKeyHasNoValue() {
        value("_internal", "x", false);
        value("text", "abc", false);
        problems.put("broken", new Effective.Problem(Effective.Kind.UNKNOWN, "${x} finds nothing"));

        assertThatThrownBy(() -> filled("a\n{{db:hosst}}"))
                .isInstanceOf(BadTemplate.class)
                .hasMessageContaining("line 2: no key db:hosst")
                .hasFieldOrPropertyWithValue("key", "db:hosst");
        assertThatThrownBy(() -> filled("{{_internal}}")).hasMessageContaining("no key _internal");
        assertThatThrownBy(() -> filled("{{broken}}")).hasMessageContaining("{{broken}}: ${x} finds nothing");
        for (String code : new String[] {"{{text.length}}", "{{getClass}}", "{{class}}", "{{text.bytes}}"}) {
            assertThatThrownBy(() -> filled(code)).as(code).hasMessageContaining("no key");
        }
        for (String other : new String[] {"{{.}}", "{{this}}", "{{-index}}", "{{#text}}{{.}}{{/text}}"}) {
            assertThatThrownBy(() -> filled(other)).as(other).isInstanceOf(BadTemplate.class);
        }
    }

    @Test
    void with_isRefused_whenAValueNamesAService() {
        value("orders", "$registry:Orders", false);
        value("price", "$Registry", false);

        assertThatThrownBy(() -> fill("{{price}} {{orders}}"))
                .isInstanceOf(BadTemplate.class)
                .hasMessage("{{orders}}: names a service, which SDKs alone resolve (expected for a file: addresses)");
    }

    @Test
    void of_isRefused_whenItIsNoTemplate() {
        for (String broken : new String[] {"{{#a}}", "{{/a}}", "{{>other}}", "{{<other}}{{/other}}", "{{#a}}{{/b}}"}) {
            assertThatThrownBy(() -> filled(broken)).as(broken).isInstanceOf(BadTemplate.class);
        }
        assertThatThrownBy(() -> Template.of(new byte[] {(byte) 0xC3, 0x28})).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> Template.of(new byte[Template.MOST + 1]))
                .hasMessageContaining("larger than 1,048,576");
    }

    @Test
    void with_isRefused_whenTheFileGetsTooLarge() {
        value("big", "x".repeat(1 << 19), false);

        assertThatThrownBy(() -> filled("{{big}}{{big}}{{big}}")).hasMessageContaining("more than 1,048,576 bytes");
    }

    @Test
    void of_isRefused_whenSectionsAreTooDeep() {
        value("a", "1", false);

        for (int depth : new int[] {65, 100_000}) {
            String deep = "{{#a}}".repeat(depth) + "x" + "{{/a}}".repeat(depth);
            assertThatThrownBy(() -> filled(deep)).as("%d", depth).isInstanceOf(BadTemplate.class);
        }
    }

    @Test
    void with_knowsWhetherASecretIsIn() throws BadTemplate {
        value("plain", "a", false);
        value("password", "hush", true);

        assertThat(fill("{{plain}}").secret()).isFalse();
        assertThat(fill("{{password}}").secret()).isTrue();
        assertThatThrownBy(() -> filled("{{password}}{{gone}}")).hasMessageNotContaining("hush");
    }
}
