package io.stardust.agent.install;

import io.stardust.agent.install.Journal.Move;
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
    private static final String WEB_CONFIG = "web.config";
    private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};

    private final Path directory;
    private final Path aside;
    private final PackageMode mode;
    private final FileRules rules;
    private final boolean keepsWebConfig;
    private final List<Move> moves = new ArrayList<>();
    private final Set<Path> taken = new HashSet<>();

    SwapPlan(Path directory, Path aside, PackageMode mode, FileRules rules, Strategy strategy) {
        this.directory = directory;
        this.aside = aside;
        this.mode = mode;
        this.rules = rules;
        this.keepsWebConfig = strategy instanceof Strategy.Hosted;
    }

    /** The renames that put {@code root}'s files in and take {@code gone} out. */
    List<Move> moves(Path root, Set<String> gone) throws IOException, InstallException {
        if (!Layout.there(directory)) {
            moves.add(Move.of(root, directory));
            return moves;
        }
        if (!Files.isDirectory(directory, NO_LINKS)) throw refused("the work directory is no folder", directory);
        if (mode == PackageMode.FULL) {
            takeEverything();
        } else {
            for (String path : gone) takeProgram(path);
        }
        put(root, directory, "");
        return moves;
    }

    private void takeEverything() throws IOException {
        boolean webConfig = keepsWebConfig && Files.exists(directory.resolve(WEB_CONFIG), NO_LINKS);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(directory)) {
            for (Path entry : old) {
                String name = String.valueOf(entry.getFileName());
                if (name.equals(Scratch.INSIDE) || (webConfig && name.equals(WEB_CONFIG))) continue;
                take(entry);
            }
        }
    }

    private void takeProgram(String path) {
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
                    if (keeps(below + name)) continue;
                    take(target);
                    moves.add(Move.of(entry, target));
                }
            }
        }
    }

    private boolean keeps(String path) {
        return (keepsWebConfig && path.equalsIgnoreCase(WEB_CONFIG)) || rules.keeps(path);
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
