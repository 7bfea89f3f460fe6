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
import java.util.stream.Stream;

/**
 * The packages of one module and what each may use of the others, as its {@code rooms.txt} says: a line {@code room:
 * others}, from the bottom to the top. {@code *} stands for all rooms below and is for the module's own package only.
 *
 * @param module its folder's name, e.g. {@code server}
 * @param all from the bottom to the top
 */
public record Rooms(String module, List<Room> all) {
    private static final String FILE = "rooms.txt";

    /** Reads the rooms of the module in {@code folder}. */
    public static Rooms read(Path folder) {
        String module = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        try {
            return parse(module, Files.readAllLines(folder.resolve(FILE)));
        } catch (IOException e) {
            throw new IllegalArgumentException(module + " has no readable " + FILE + ": " + e, e);
        }
    }

    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    static Rooms parse(String module, List<String> lines) {
        List<Room> found = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException(
                        module + "/" + FILE + ": '" + line + "' (expected: room: the rooms it may use)");
            }
            String uses = line.substring(colon + 1).strip();
            found.add(
                    new Room(line.substring(0, colon).strip(), uses.isEmpty() ? List.of() : List.of(uses.split(" +"))));
        }
        return new Rooms(module, List.copyOf(found));
    }

    /** What is wrong with the list itself, in words; empty when it is in order. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Set<String> below = new TreeSet<>();
        for (Room room : all) {
            Set<String> seen = new TreeSet<>();
            for (String used : room.mayUse()) {
                if (used.equals("*")) {
                    if (!room.name().equals(module))
                        faults.add(room.name() + " may not use *, only " + module + " may");
                } else if (!below.contains(used)) {
                    faults.add(room.name() + " may use " + used + ", which is not below it");
                } else if (!seen.add(used)) {
                    faults.add(room.name() + " names " + used + " twice");
                }
            }
            if (!below.add(room.name())) faults.add(room.name() + " is listed twice");
        }
        return faults;
    }

    /** Each room with those it may use, {@code *} written out; from the bottom to the top. */
    Map<String, Set<String>> uses() {
        Map<String, Set<String>> uses = new LinkedHashMap<>();
        for (Room room : all) {
            Set<String> used =
                    room.mayUse().contains("*") ? new TreeSet<>(uses.keySet()) : new TreeSet<>(room.mayUse());
            uses.put(room.name(), used);
        }
        return uses;
    }

    /** The packages that the module in {@code folder} has, named as rooms; without those that hold no Java file. */
    Set<String> found(Path folder) {
        Path root = folder.resolve("src/main/java/io/stardust/" + module);
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> root.relativize(file).getParent())
                    .forEach(path ->
                            found.add(path == null ? module : path.toString().replace('/', '.')));
        } catch (IOException e) {
            throw new IllegalArgumentException("the sources of " + module + " cannot be read: " + e, e);
        }
        return found;
    }
}
