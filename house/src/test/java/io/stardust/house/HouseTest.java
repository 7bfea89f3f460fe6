package io.stardust.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rooms that a stranger can overlook: a package that outgrows this is two. */
class HouseTest {
    private static final int MOST_FILES = 45;
    private static final int MOST_LINES = 80; // of a constructor
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void packages_holdFewFiles() throws IOException {
        Map<String, Integer> tooMany = new TreeMap<>();
        for (Path file : sources()) {
            tooMany.merge(ROOT.relativize(file.getParent()).toString(), 1, Integer::sum);
        }
        tooMany.values().removeIf(count -> count <= MOST_FILES);

        assertThat(tooMany).isEmpty();
    }

    @Test
    void constructors_areShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            String name = String.valueOf(file.getFileName()).replace(".java", "");
            List<String> lines = Files.readAllLines(file);
            for (int begin = 0; begin < lines.size(); begin++) {
                if (!lines.get(begin).matches(" {4}(public |private |protected )?" + name + "\\(.*")) continue;
                int end = begin;
                while (!lines.get(end).equals("    }") && !lines.get(end).endsWith("{}")) end++;
                if (end - begin + 1 > MOST_LINES) tooLong.add(ROOT.relativize(file) + ":" + (begin + 1));
            }
        }

        assertThat(tooLong).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main/java");
                if (!Files.isDirectory(main)) continue;
                try (Stream<Path> files = Files.walk(main)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(500);
        return found;
    }
}
