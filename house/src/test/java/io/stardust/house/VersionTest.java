package io.stardust.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who raises the version changes one line. */
class VersionTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern REVISION = Pattern.compile("<revision>([^<]+)</revision>");

    @Test
    void version_isStatedByTheUppermostPomAlone() throws IOException {
        Matcher revision = REVISION.matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(revision.find()).isTrue();
        Pattern literal = Pattern.compile("(?<![\\w.])" + Pattern.quote(revision.group(1)) + "(?![\\w]|\\.\\d)");
        List<String> stated = new ArrayList<>();
        for (Path file : files()) {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                // Of a pom's lines, those about us: a library may well have the same version.
                boolean ours = !file.endsWith("pom.xml") || line.matches(".*(stardust|<revision>).*");
                if (ours && literal.matcher(line).find()) stated.add(ROOT.relativize(file) + ": " + line.strip());
            }
        }

        assertThat(stated).containsExactly("pom.xml: " + revision.group().strip());
    }

    /** What programs, packages and documents are made of. Rationale and CHANGELOG tell of versions that were. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(
                ROOT.resolve("pom.xml"),
                ROOT.resolve("stardust"),
                ROOT.resolve("README.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("console/package.json")));
        List<Path> folders = new ArrayList<>(
                List.of(ROOT.resolve("packaging"), ROOT.resolve("docs/checklists"), ROOT.resolve("console/src")));
        for (String module : House.modules(ROOT)) {
            files.add(ROOT.resolve(module).resolve("pom.xml"));
            folders.add(ROOT.resolve(module).resolve("src/main"));
        }
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) continue;
            try (Stream<Path> found = Files.walk(folder)) {
                found.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().contains("/target/"))
                        .filter(file -> !file.toString().endsWith(".test.ts"))
                        .forEach(files::add);
            }
        }
        try (Stream<Path> documents = Files.list(ROOT.resolve("docs"))) {
            documents.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        return files;
    }
}
