package io.stardust.agent.install;

import io.stardust.agent.install.Journal.Move;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.deploy.PackageMode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Works out which renames turn a work directory into that of a new release. Changes nothing; for one swap.
 *
 * <p>Only what the package holds is looked at, never the app's data, so the time does not grow with the data. What is
 * replaced or removed goes to numbered places in {@code aside}.
 */
final class SwapPlan {
    private static final String STEP = "unpacked";
    private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};

    private final Path directory;
    private final Path aside;
    private final PackageMode mode;
    private final FileRules rules;
    private final List<Move> moves = new ArrayList<>();
    private final Set<Path> taken = new HashSet<>();
    private final Set<String> kept = new HashSet<>();

    SwapPlan(Path directory, Path aside, PackageMode mode, FileRules rules) {
        this.directory = directory;
        this.aside = aside;
        this.mode = mode;
        this.rules = rules;
    }

    /** The renames that put {@code root}'s files in and take {@code gone} out. */
    List<Move> moves(Path root, Set<String> gone) throws IOException, InstallException {
        if (!Layout.there(directory)) {
            moves.add(Move.of(root, directory));
            return moves;
        }
        if (!Files.isDirectory(directory, NO_LINKS)) throw refused("the work directory is no folder", directory);
        if (mode == PackageMode.FULL) {
            takeAll(directory, "");
        } else {
            for (String path : gone) if (!rules.keepsAlways(path)) takeFile(path);
        }
        put(root, directory, "");
        return moves;
    }

    /** Files of the package that do not come, because people's own stay; known once the moves are. */
    Set<String> kept() {
        return kept;
    }

    /** Everything but what stays always; a folder that holds nothing of that goes as a whole. */
    private void takeAll(Path folder, String below) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
            for (Path entry : old) {
                String name = String.valueOf(entry.getFileName());
                if (below.isEmpty() && name.equals(Scratch.INSIDE)) continue;
                if (!staysWithin(entry, below + name)) take(entry);
                else if (Files.isDirectory(entry, NO_LINKS)) takeAll(entry, below + name + "/");
            }
        }
    }

    /** Whether {@code entry} stays, or something below it; folders are looked through only where anything may stay. */
    private boolean staysWithin(Path entry, String path) throws IOException {
        if (!rules.keepsAnything()) return false;
        if (!Files.isDirectory(entry, NO_LINKS)) return rules.keepsAlways(path);
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(entry)) {
            for (Path each : inside) {
                if (staysWithin(each, path + "/" + each.getFileName())) return true;
            }
        }
        return false;
    }

    private void takeFile(String path) {
        Path file = directory.resolve(path);
        for (Path at = file.getParent(); at != null && !at.equals(directory); at = at.getParent()) {
            if (!Files.isDirectory(at, NO_LINKS)) return; // somebody put a link there: not ours to follow
        }
        if (Files.isRegularFile(file, NO_LINKS)) take(file);
    }

    private void take(Path entry) {
        moves.add(Move.of(entry, aside.resolve(Integer.toString(taken.size()))));
        taken.add(entry);
    }

    /** Merges folder {@code from} into the existing folder {@code to}; {@code below} ends with a slash or is empty. */
    private void put(Path from, Path to, String below) throws IOException, InstallException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                Path target = to.resolve(name);
                boolean folder = Files.isDirectory(entry, NO_LINKS);
                if (taken.contains(target) || !Layout.there(target)) {
                    moves.add(Move.of(entry, target));
                } else if (folder) {
                    if (!Files.isDirectory(target, NO_LINKS)) throw clash(entry, target);
                    put(entry, target, below + name + "/");
                } else {
                    if (Files.isDirectory(target, NO_LINKS)) throw clash(entry, target);
                    if (rules.keeps(below + name)) {
                        kept.add(below + name);
                        continue;
                    }
                    take(target);
                    moves.add(Move.of(entry, target));
                }
            }
        }
    }

    private InstallException clash(Path entry, Path target) {
        String wanted = Files.isDirectory(entry, NO_LINKS) ? "a folder" : "a file";
        return refused(
                "the package has " + wanted + " where something else is; a full package would replace it", target);
    }

    private static InstallException refused(String words, Path path) {
        String link = Files.isSymbolicLink(path) ? " (a symbolic link)" : "";
        return new InstallException(STEP, words + ": " + path + link);
    }
}
