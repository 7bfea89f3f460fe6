package io.stardust.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds the classes of a module to its {@link Rooms}. */
public final class Walls {
    private final Rooms rooms;
    private final String root;

    private Walls(Rooms rooms, String root) {
        this.rooms = rooms;
        this.root = root;
    }

    /**
     * What the module in {@code folder} does against its list, each a line for people; empty when it keeps to it: a
     * package that is not listed, a listed one that is not there, a use that is not allowed, an allowed one that nobody
     * makes, one that goes up. Needs the module's compiled classes.
     */
    public static List<String> faults(Path folder) {
        return faults(Rooms.read(folder), new ClassFileImporter().importPath(folder.resolve("target/classes")));
    }

    /** As {@link #faults(Path)}, of the classes of the module that are already read. */
    public static List<String> faults(Path folder, JavaClasses classes) {
        return faults(Rooms.read(folder), classes);
    }

    static List<String> faults(Rooms rooms, JavaClasses classes) {
        List<String> faults = new ArrayList<>(rooms.faults());
        faults.addAll(new Walls(rooms, "io.stardust." + rooms.module()).compare(classes));
        return faults;
    }

    private List<String> compare(JavaClasses classes) {
        Map<String, Map<String, String>> found = found(classes);
        Map<String, Set<String>> allowed = rooms.uses();
        List<String> faults = new ArrayList<>();
        found.forEach((room, uses) -> {
            Set<String> may = allowed.get(room);
            if (may == null) {
                faults.add(room + " is not listed; it uses " + uses.keySet());
                return;
            }
            uses.forEach((used, where) -> {
                if (!may.contains(used)) faults.add(room + " may not use " + used + ": " + where);
            });
        });
        for (Room room : rooms.all()) {
            Map<String, String> uses = found.get(room.name());
            if (uses == null) {
                faults.add(room.name() + " is listed, and there is no such package");
                continue;
            }
            for (String used : room.mayUse()) {
                if (!used.equals("*") && !uses.containsKey(used)) {
                    faults.add(room.name() + " may use " + used + ", and does not");
                }
            }
        }
        return faults;
    }

    /** Each room of the classes, with those that it uses and one place for each. */
    private Map<String, Map<String, String>> found(JavaClasses classes) {
        Map<String, Map<String, String>> found = new TreeMap<>();
        for (JavaClass type : classes) {
            Optional<String> room = roomOf(type);
            if (room.isEmpty()) continue;
            Map<String, String> uses = found.computeIfAbsent(room.get(), name -> new TreeMap<>());
            for (Dependency use : new TreeSet<>(type.getDirectDependenciesFromSelf())) {
                roomOf(use.getTargetClass())
                        .filter(used -> !used.equals(room.get()))
                        .ifPresent(used -> uses.putIfAbsent(used, use.getDescription()));
            }
        }
        return found;
    }

    /** Nothing for what lies outside of the module, and for what the JSON processor has written. */
    private Optional<String> roomOf(JavaClass type) {
        JavaClass plain = type.getBaseComponentType();
        String name = plain.getPackageName();
        if (plain.getName().contains("JsonAdapter") || plain.getName().contains("JsonComponent"))
            return Optional.empty();
        if (name.equals(root)) return Optional.of(rooms.module());
        return name.startsWith(root + ".") ? Optional.of(name.substring(root.length() + 1)) : Optional.empty();
    }
}
