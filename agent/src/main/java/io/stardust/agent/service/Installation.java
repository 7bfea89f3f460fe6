package io.stardust.agent.service;

import io.stardust.agent.files.Modes;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent on a machine as a service, and takes it off. Doing it twice does nothing twice: the second run brings
 * the newer version, keeps the settings that it is not told otherwise, and leaves the apps alone.
 */
public final class Installation {
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Places places;
    private final Home home;
    private final Systemd systemd;
    private final Consumer<String> say;

    /** {@code say} takes a line for people for each thing done. */
    public Installation(Places places, Consumer<String> say) {
        this.places = places;
        this.home = new Home(places.home());
        this.systemd = new Systemd(places);
        this.say = say;
    }

    /**
     * Installs {@code tree}, or upgrades to it.
     *
     * @param settings to be kept with those that are there already, by their names in the file
     * @throws IllegalArgumentException if a setting is missing
     * @throws IOException if the machine does not let us
     */
    public void install(PackageTree tree, Map<String, String> settings) throws IOException, InterruptedException {
        requireRoot("install");
        Map<String, Object> kept = settings(settings);
        String version = tree.version();
        unpack(tree, version);
        startScript(tree);
        write(kept);
        Path data = places.under(Path.of(String.valueOf(kept.get("data"))));
        boolean fresh = !Files.exists(data);
        Files.createDirectories(data);
        if (fresh) Modes.set(data, "rwx--x--x"); // apps' users come through to their own folders
        home.forgive(version); // people want it
        home.endTrial();
        String before = home.current();
        if (!version.equals(before)) {
            home.pointTo(version);
            say.accept(before == null ? "version " + version : "version " + version + " instead of " + before);
        }
        Set<String> versions = new TreeSet<>(Set.of(version));
        if (before != null) versions.add(before);
        home.tidy(versions);
        link(places.command(), places.inside(home.startScript()));
        service(tree);
        if (before != null && places.isMachine() && !systemd.runs()) {
            say.accept(
                    "an agent that runs already stays the old one until it is started anew (stardust node restart NODE)");
        }
    }

    private void requireRoot(String word) throws IOException {
        if (!places.isMachine() || "root".equals(System.getProperty("user.name"))) return;
        throw new IOException(word + ": needs root (expected: sudo, or --root DIR for another place)");
    }

    private void unpack(PackageTree tree, String version) throws IOException {
        PackageTree place = home.tree(version);
        if (Files.exists(place.folder()) && Files.isSameFile(place.folder(), tree.folder())) return;
        if (tree.isSameAs(place)) return;
        Files.createDirectories(home.versions());
        Path part = home.versions().resolve(".new-" + version);
        Trees.delete(part);
        Trees.copy(tree.folder(), part);
        if (Files.exists(place.folder())) { // another build of the same version
            Path old = home.versions().resolve(".old-" + version);
            Trees.delete(old);
            Files.move(place.folder(), old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(part, place.folder(), StandardCopyOption.ATOMIC_MOVE);
        say.accept("unpacked to " + place.folder());
    }

    private void startScript(PackageTree tree) throws IOException {
        Path part = home.startScript().resolveSibling("stardust-agent.new");
        Files.copy(tree.startScript(), part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(part, home.startScript(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is there, and above it what is new. */
    private Map<String, Object> settings(Map<String, String> told) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        if (Files.exists(places.config())) {
            try {
                if (Json.PEOPLE.readAny(Files.readAllBytes(places.config())) instanceof Map<?, ?> there) {
                    there.forEach((name, value) -> all.put(String.valueOf(name), value));
                }
            } catch (Json.BadJson e) {
                throw new IOException(places.config() + ": no JSON (" + e.getMessage() + ")", e);
            }
        }
        all.putAll(told);
        all.putIfAbsent("data", places.inside(places.data()).toString());
        if (String.valueOf(all.getOrDefault("server", "")).isBlank()) {
            throw new IllegalArgumentException("server: missing (expected: --server http://stardust.example:6600)");
        }
        return all;
    }

    /** Readable by root alone from the first byte on: a token may be in it. */
    private void write(Map<String, Object> settings) throws IOException {
        byte[] json = (Json.PEOPLE.text(settings) + "\n").getBytes(StandardCharsets.UTF_8);
        Path file = places.config();
        Path folder = file.getParent();
        if (folder != null) Files.createDirectories(folder);
        Path part = file.resolveSibling("agent.json.new");
        Files.deleteIfExists(part);
        Files.createFile(part, PRIVATE);
        Files.write(part, json);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        say.accept("settings in " + file);
    }

    private void service(PackageTree tree) throws IOException, InterruptedException {
        Path unit = places.unit();
        if (Files.exists(places.packagedUnit())) {
            unit = places.packagedUnit(); // a package's own; ours would hide its next one
        } else {
            makeFolder(unit);
            Files.copy(tree.unit(), unit, StandardCopyOption.REPLACE_EXISTING);
        }
        link(places.enabled(), places.inside(unit));
        if (systemd.runs()) {
            systemd.restart();
            say.accept("the service stardust-agent runs; it starts with the machine");
        } else if (places.isMachine()) {
            say.accept("no systemd runs on this machine, so nothing starts the agent. Let your own init run:");
            say.accept("  " + runLine());
        } else {
            say.accept("the service starts with the machine of " + places.root());
        }
    }

    private String runLine() {
        return places.inside(home.startScript()) + " run --config " + places.inside(places.config());
    }

    private static void link(Path link, Path target) throws IOException {
        makeFolder(link);
        Path part = link.resolveSibling("." + link.getFileName() + ".new");
        Files.deleteIfExists(part);
        Files.createSymbolicLink(part, target);
        Files.move(part, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void makeFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) Files.createDirectories(folder);
    }

    /** The apps of this machine, as far as taking the agent off concerns them. */
    public interface Apps {
        /** Those that run, such as {@code shop (process 4711)}. */
        List<String> running(Path data) throws IOException;

        /** Ends them all. */
        void stop(Path data) throws IOException, InterruptedException;
    }

    /**
     * Takes the program and its service off the machine; what runs runs on. Data and settings stay, unless
     * {@code purge}: that is refused while apps run from the data, unless they are to be stopped.
     *
     * @throws IOException if the machine does not let us, or apps run; nothing was done then
     */
    public void uninstall(boolean purge, boolean stop, Apps apps) throws IOException, InterruptedException {
        requireRoot("uninstall");
        if (Files.exists(places.packagedUnit())) {
            throw new IOException("uninstall: it came as a package (expected: apt-get remove stardust-agent)");
        }
        Path data = dataFolder();
        List<String> running = apps.running(data);
        String names = String.join(", ", running);
        if (purge && !stop && !running.isEmpty()) {
            throw new IOException("uninstall: apps run from " + data + ": " + names
                    + "; nothing was removed (expected: --stop-apps, which stops them first)");
        }
        boolean there = Files.exists(places.home()) || Files.exists(places.unit());
        boolean service = systemd.runs() && Files.exists(places.unit());
        if (!service && (purge || stop)) requireNoAgent(data);
        if (service) systemd.stop();
        Files.deleteIfExists(places.enabled());
        Files.deleteIfExists(places.unit());
        if (systemd.runs()) systemd.forget();
        if (Files.isSymbolicLink(places.command())) Files.delete(places.command());
        Trees.delete(places.home());
        say.accept(there ? "the agent is gone" : "no agent was installed");
        if (stop && !running.isEmpty()) { // after the agent, which would start them again
            apps.stop(data);
            say.accept("stopped: " + names);
        } else if (!running.isEmpty()) {
            say.accept("apps that run on, guarded by nobody: " + names);
        }
        if (!purge) {
            say.accept("kept: " + data + " and " + places.config() + " (--purge removes them too)");
            return;
        }
        Trees.delete(data);
        Path folder = places.config().getParent();
        if (folder != null) Trees.delete(folder);
        say.accept("removed: " + data + " and " + folder);
    }

    /** One that somebody else has started would start what is stopped here, and write where it is removed. */
    private static void requireNoAgent(Path data) throws IOException {
        Path file = data.resolve("agent.lock");
        if (!Files.exists(file)) return;
        try (FileChannel lock = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) return;
        } catch (OverlappingFileLockException _) {
            // held by this very process
        }
        throw new IOException("uninstall: the agent of " + data + " runs, process "
                + Files.readString(file).strip() + "; nothing was removed (expected: end it first)");
    }

    /** As the settings say, if they can be read. */
    Path dataFolder() {
        @Nullable Object data = null;
        try {
            if (Json.PEOPLE.readAny(Files.readAllBytes(places.config())) instanceof Map<?, ?> settings) {
                data = settings.get("data");
            }
        } catch (IOException | Json.BadJson _) {
            return places.data(); // the usual one
        }
        return data instanceof String text && !text.isBlank() ? places.under(Path.of(text)) : places.data();
    }

    /** The installed version; null when there is none. */
    public @Nullable String version() throws IOException {
        return Files.exists(places.home(), LinkOption.NOFOLLOW_LINKS) ? home.current() : null;
    }

    /** What the machine's service manager says of the service; null when there is none that runs. */
    public @Nullable String serviceState() throws IOException, InterruptedException {
        return systemd.runs() ? systemd.state() : null;
    }

    /** Whether the machine starts it by itself. */
    public boolean isEnabled() {
        return Files.isSymbolicLink(places.enabled());
    }

    /** The versions that failed here. */
    public java.util.List<String> failed() throws IOException {
        return home.failed();
    }

    /** The data folder of the installed agent. */
    public Path data() {
        return dataFolder();
    }
}
