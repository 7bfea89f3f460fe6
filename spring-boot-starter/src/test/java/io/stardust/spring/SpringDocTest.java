package io.stardust.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the document shows compiles with this Boot, and names properties that there are. */
class SpringDocTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\n(?:public )?class (\\w+)");
    private static final Pattern PROPERTY = Pattern.compile("`stardust\\.([a-z-]+)");

    @TempDir
    Path folder;

    private static String document() throws IOException {
        @Nullable Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("docs/spring.md"))) at = at.getParent();
        return Files.readString(Objects.requireNonNull(at).resolve("docs/spring.md"));
    }

    @Test
    void snippets_compile() throws IOException {
        List<Path> files = new ArrayList<>();
        Matcher snippet = SNIPPET.matcher(document());
        while (snippet.find()) {
            Matcher name = NAME.matcher(snippet.group(1));
            assertThat(name.find()).isTrue();
            files.add(Files.writeString(folder.resolve(name.group(1) + ".java"), snippet.group(1)));
        }

        assertThat(files).hasSize(5);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-parameters",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    @Test
    void properties_areThere() throws IOException {
        String known = new String(
                Objects.requireNonNull(StardustProperties.class.getResourceAsStream(
                                "/META-INF/spring-configuration-metadata.json"))
                        .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        Matcher property = PROPERTY.matcher(document());
        int found = 0;
        while (property.find()) {
            assertThat(known).contains("\"stardust." + property.group(1) + "\"");
            found++;
        }
        assertThat(found).isGreaterThan(10);
    }
}
