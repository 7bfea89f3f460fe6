package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table that maps the deployment document to tests names none that is not there. */
class SeedDocumentTest {
    private static final Pattern NAMED = Pattern.compile("`?\\b([A-Z]\\w+Test)(?:\\.(\\w+|\\*))?`");

    @Test
    void table_namesOnlyTestsThatAreThere_andARowForEachStatement() throws IOException {
        Path root = Path.of(String.valueOf(System.getProperty("stardust.root")));
        String table = Files.readString(root.resolve("docs/seed.md"));
        var missing = new TreeSet<String>();
        int named = 0;
        Matcher matcher = NAMED.matcher(table);
        while (matcher.find()) {
            named++;
            String method = matcher.group(2);
            String source = source(root, matcher.group(1));
            boolean there = (method == null || method.equals("*"))
                    ? !source.isEmpty()
                    : source.contains(" " + method + "(");
            if (!there) missing.add(matcher.group());
        }

        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(80);
        assertThat(table.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| statement")))
                .allMatch(line -> line.contains("Test") || line.contains("the same") || line.startsWith("| field"));
    }

    private static String source(Path root, String name) throws IOException {
        var text = new StringBuilder();
        for (String module : new String[] {"e2e", "agent", "server", "protocol"}) {
            Path tests = root.resolve(module + "/src/test/java");
            try (Stream<Path> all = Files.walk(tests)) {
                for (Path file : all.filter(each -> each.endsWith(name + ".java")).toList()) {
                    text.append(Files.readString(file));
                }
            }
        }
        return text.toString();
    }
}
