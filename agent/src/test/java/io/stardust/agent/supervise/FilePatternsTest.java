package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FilePatternsTest {
    @Test
    void match_looksAtTheName_orAtThePathWhenThePatternHasASlash() {
        FilePatterns usual = new FilePatterns("  ", "*.jar;*.dll");
        assertThat(usual.match("app.jar")).isTrue();
        assertThat(usual.match("lib/deep/App.JAR")).isTrue();
        assertThat(usual.match("app.jar.part")).isFalse();

        FilePatterns own = new FilePatterns("conf/*.yml; a?c ;", "*.jar");
        assertThat(own.match("conf/app.yml")).isTrue();
        assertThat(own.match("x/conf/app.yml")).isFalse();
        assertThat(own.match("x/abc")).isTrue();
        assertThat(own.match("abbc")).isFalse();
        assertThat(own.match("app.jar")).isFalse();
    }
}
