package io.stardust.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the document shows is a program. */
class SdkDocTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\nclass (\\w+)");

    @TempDir
    Path folder;

    @Test
    void snippets_compile_andTheirBodiesAreTenLines() throws IOException {
        List<Path> files = new ArrayList<>();
        Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("../docs/sdk.md")));
        while (snippet.find()) {
            String source = snippet.group(1);
            Matcher name = NAME.matcher(source);
            assertThat(name.find()).isTrue();
            assertThat(source.substring(source.indexOf("main(")).lines().count() - 3)
                    .isLessThanOrEqualTo(10);
            files.add(Files.writeString(folder.resolve(name.group(1) + ".java"), source));
        }

        assertThat(files).hasSize(3);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
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
}
