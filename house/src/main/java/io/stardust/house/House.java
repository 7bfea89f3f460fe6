package io.stardust.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All modules that list their rooms, and which use which.
 *
 * @param uses modules by name, from the bottom to the top
 */
record House(Map<String, Rooms> modules, Map<String, Set<String>> uses) {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern OURS =
            Pattern.compile("<groupId>io\\.stardust</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    /** Reads the house whose uppermost {@code pom.xml} lies in {@code root}. */
    static House read(Path root) throws IOException {
        Map<String, Rooms> modules = new LinkedHashMap<>();
        for (String name : modules(root)) {
            if (Rooms.isIn(root.resolve(name))) modules.put(name, Rooms.read(root.resolve(name)));
        }
        Map<String, Set<String>> uses = new LinkedHashMap<>();
        for (String name : modules.keySet()) {
            Set<String> used = new TreeSet<>();
            Matcher dependencies = DEPENDENCY.matcher(Files.readString(root.resolve(name + "/pom.xml")));
            while (dependencies.find()) {
                Matcher ours = OURS.matcher(dependencies.group(1));
                boolean runs = !dependencies.group(1).contains("<scope>test</scope>");
                if (runs && ours.find() && modules.containsKey(ours.group(1))) used.add(ours.group(1));
            }
            uses.put(name, used);
        }
        return new House(modules, uses);
    }

    /** The folders of all modules, in the order in which they are built. */
    static List<String> modules(Path root) throws IOException {
        List<String> names = new ArrayList<>();
        Matcher matcher = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
        while (matcher.find()) names.add(matcher.group(1));
        return names;
    }
}
