package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.Journal.Move;
import io.stardust.agent.install.fetch.PackageHash;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what was unpacked in the place of what was there, all or nothing; knows what is installed. Thread-safe across
 * apps.
 */
final class Swapper {
    private static final Logger LOG = LoggerFactory.getLogger(Swapper.class);
    private static final String STEP = "unpacked";

    private final Layout layout;
    private final Disk disk;
    private final Executor cleaning;
    private final Set<String> tried = ConcurrentHashMap.newKeySet(); // apps whose swap is not decided yet
    private final Map<String, Lock> shadows = new ConcurrentHashMap<>(); // by app: who changes which there are

    /** {@code cleaning} deletes replaced files; the app need not wait for that. */
    Swapper(Layout layout, Disk disk, Executor cleaning) {
        this.layout = layout;
        this.disk = disk;
        this.cleaning = cleaning;
    }

    /** Undoes every swap that was under way when the agent ended. */
    void recover() throws IOException {
        if (!Files.isDirectory(layout.state())) return;
        try (DirectoryStream<Path> journals = Files.newDirectoryStream(layout.state(), "*.journal")) {
            for (Path file : journals) undo(file);
        }
    }

    /** As {@link #recover}, for one app: an undo may have failed earlier. */
    void settle(String name, String step) throws InstallException {
        Path file = layout.journal(name);
        if (tried.contains(name) || !Files.exists(file)) return;
        try {
            undo(file);
        } catch (IOException e) {
            throw new InstallException(step, Trouble.reason(e).in(Code.CANNOT_UNDO, "app", name), e);
        }
    }

    private void undo(Path file) throws IOException {
        Journal journal;
        try {
            journal = Json.PEOPLE.read(Files.readAllBytes(file), Journal.class);
        } catch (Json.BadJson e) {
            // written whole and then renamed, so this is no crash of ours; keep it for whoever looks into it
            LOG.error("journal {}: unreadable, put aside: {}", file, e.getMessage());
            Files.move(file, file.resolveSibling(file.getFileName() + ".bad"));
            return;
        }
        journal.undo(disk, file);
        LOG.info("install of {}: was interrupted, the previous release is back", journal.name());
        journal.clean(disk);
    }

    Optional<Installed> installed(String name) {
        try {
            return Optional.of(Json.PEOPLE.read(Files.readAllBytes(layout.manifest(name)), Installed.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | Json.BadJson e) {
            LOG.warn("{}: unreadable, taken as not installed: {}", layout.manifest(name), e.toString());
            return Optional.empty();
        }
    }

    /** What the last install put there, if that was into the place where this one goes. */
    Optional<Installed> before(Place place) {
        return installed(place.name())
                .filter(last -> last.directoryPath().equals(place.directory()))
                .filter(last -> last.directory().equals(last.programs()));
    }

    /**
     * Files of the last release that a new one does not bring and that nobody has changed; of what an older agent has
     * installed, its programs.
     */
    Set<String> gone(DeployInfo deploy, Place place, Set<String> files) throws IOException {
        if (PackageMode.of(deploy.mode()) != PackageMode.STANDARD) return Set.of();
        Set<String> gone = new TreeSet<>();
        FileList brought = list(place.name());
        for (String path : before(place).map(Installed::files).orElse(List.of())) {
            if (files.contains(path)) continue;
            FileList.Mark mark = brought == null ? null : brought.of(path);
            boolean goes = brought == null
                    ? FileRules.isProgram(path)
                    : mark != null && mark.fits(place.directory().resolve(path));
            if (goes) gone.add(path);
        }
        return gone;
    }

    /** How the files of what is installed were when it was; null if an older agent has installed it. */
    @Nullable
    FileList list(String name) {
        return FileList.read(layout.files(name));
    }

    /** The renames that would install {@code staged}, with their leftovers in {@code aside}; changes nothing. */
    List<Move> moves(Staged staged, Path root, Path aside) throws IOException, InstallException {
        return plan(staged, root, aside).moves();
    }

    private record Plan(List<Move> moves, Set<String> gone, Set<String> kept) {}

    private Plan plan(Staged staged, Path root, Path aside) throws IOException, InstallException {
        DeployInfo deploy = staged.deploy();
        PackageMode mode = isShadow(staged) ? PackageMode.PARTIAL : PackageMode.of(deploy.mode());
        ServiceInfo service = Layout.service(deploy, STEP);
        boolean hosted = Strategy.of(service) instanceof Strategy.Hosted;
        FileRules rules =
                hosted ? FileRules.ofSite(deploy.overwrite(), service.keep()) : FileRules.of(deploy.overwrite());
        SwapPlan plan = new SwapPlan(staged.place().directory(), aside, mode, rules);
        Set<String> gone = isShadow(staged) ? Set.of() : gone(deploy, staged.place(), staged.files());
        return new Plan(plan.moves(root, gone), gone, plan.kept());
    }

    Installed swap(Staged staged) throws InstallException {
        Installed installed = describe(staged);
        Journal journal = exchange(staged, installed, Journal::run);
        cleaning.execute(() -> clean(journal));
        return installed;
    }

    /** Waits for a cleaning that is under way: it may be deleting what lies where this release goes. */
    private Journal exchange(Staged staged, Installed installed, Way way) throws InstallException {
        Lock own = shadows(installed.name());
        own.lock();
        try {
            Journal journal = prepare(staged, installed);
            run(journal, way);
            return journal;
        } finally {
            own.unlock();
        }
    }

    private Lock shadows(String name) {
        return shadows.computeIfAbsent(name, app -> new ReentrantLock());
    }

    /** Whether the programs of {@code staged} go to another folder than those that run, and nothing else moves. */
    boolean isBeside(Staged staged) throws InstallException {
        if (!isShadow(staged)) return false;
        Installed next = describe(staged);
        return installed(next.name())
                .filter(now -> now.directory().equals(next.directory()))
                .filter(now -> !now.programs().equals(now.directory()))
                .filter(now -> !now.programs().equals(next.programs()))
                .isPresent();
    }

    /** As {@link #swap}, but it can be undone; an agent that ends before it is decided has undone it. */
    Trial tryOut(Staged staged) throws InstallException {
        Installed installed = describe(staged);
        tried.add(installed.name());
        try {
            return new Trial(this, exchange(staged, installed, Journal::exchange));
        } catch (InstallException e) {
            tried.remove(installed.name());
            throw e;
        }
    }

    /** It stays. */
    void keep(Journal journal) throws InstallException {
        try {
            journal.end(disk, layout.journal(journal.name()));
        } catch (IOException e) {
            throw new InstallException(STEP, Trouble.reason(e).in(Code.CANNOT_INSTALL, "app", journal.name()), e);
        }
        tried.remove(journal.name());
    }

    /** It has never happened. What the disk does not take now is done before the next start. */
    void undo(Journal journal) throws InstallException {
        tried.remove(journal.name());
        settle(journal.name(), STEP);
    }

    /** Lays everything ready beside; touches nothing of the app. */
    private Journal prepare(Staged staged, Installed installed) throws InstallException {
        Path scratch = staged.scratch();
        String name = installed.name();
        try {
            Modes.makeFolder(layout.state());
            Folder.make(Layout.parent(staged.place().directory())).close();
            Path own = Scratch.staging(layout, name, "swap-");
            Path near = isShadow(staged) ? Scratch.near(layout, staged.place()) : scratch;
            FileList list = new FileList();
            list.unpacked(staged.marks(), staged.root());
            List<String> emptied = new ArrayList<>();
            List<Move> moves = new ArrayList<>(programs(staged, installed, own, near, list, emptied));
            exchange(moves, own, "files", list.bytes(), layout.files(name));
            exchange(moves, own, "manifest", Json.PEOPLE.bytes(installed), layout.manifest(name));
            return new Journal(name, moves, page(staged), rubbish(scratch, own, near), emptied);
        } catch (IOException e) {
            deleteQuietly(scratch);
            throw new InstallException(STEP, Trouble.reason(e).in(Code.CANNOT_PREPARE, "app", name), e);
        } catch (InstallException e) {
            deleteQuietly(scratch);
            throw e;
        }
    }

    private void exchange(List<Move> moves, Path own, String what, byte[] bytes, Path file) throws IOException {
        disk.stage(own.resolve(what + ".new"), bytes);
        if (Layout.there(file)) moves.add(Move.of(file, own.resolve(what + ".old")));
        moves.add(Move.of(own.resolve(what + ".new"), file));
    }

    private List<Move> programs(
            Staged staged, Installed installed, Path own, Path near, FileList list, List<String> emptied)
            throws IOException, InstallException {
        try (Folder room = Folder.open(near)) {
            room.makeFolder("old", "rwx------");
        }
        Path aside = near.resolve("old");
        if (!isShadow(staged)) {
            Plan plan = plan(staged, staged.root(), aside);
            known(staged, plan, list);
            emptied.addAll(emptied(staged, plan.gone()));
            return plan.moves();
        }
        Path shadow = Path.of(installed.programs());
        List<Move> moves = new ArrayList<>();
        if (Layout.there(shadow)) moves.add(Move.of(shadow, own.resolve("shadow")));
        Path configuration = ShadowFiles.configuration(staged, near);
        moves.addAll(moves(staged, configuration, aside));
        moves.add(Move.of(staged.root(), shadow));
        return moves;
    }

    /** Of files that stay, what is known of them from before. */
    private void known(Staged staged, Plan plan, FileList list) {
        boolean adds = PackageMode.of(staged.deploy().mode()) == PackageMode.PARTIAL;
        FileList last = before(staged.place()).isPresent() ? list(staged.place().name()) : null;
        for (String path : plan.kept()) {
            FileList.Mark mark = last == null ? null : last.of(path);
            if (mark == null) list.remove(path);
            else list.put(path, mark);
        }
        if (adds && last != null) list.addMissing(last);
    }

    /** Folders that what goes may leave empty, innermost first. */
    private static List<String> emptied(Staged staged, Set<String> gone) {
        Set<String> folders = new TreeSet<>(Comparator.reverseOrder());
        for (String path : gone) {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                String folder = path.substring(0, slash);
                if (Layout.there(staged.root().resolve(folder))) break; // the new release has it
                folders.add(staged.place().directory().resolve(folder).toString());
            }
        }
        return List.copyOf(folders);
    }

    private static List<String> rubbish(Path... folders) {
        Set<String> whole = new LinkedHashSet<>();
        for (Path folder : folders) whole.add(Scratch.whole(folder).toString());
        return List.copyOf(whole);
    }

    private void deleteQuietly(Path folder) {
        try {
            disk.deleteTree(Scratch.whole(folder));
        } catch (IOException e) {
            LOG.warn("{}: not deleted: {}", folder, e.toString());
        }
    }

    private interface Way {
        void go(Journal journal, Disk disk, Path file) throws IOException;
    }

    private void run(Journal journal, Way way) throws InstallException {
        Path file = layout.journal(journal.name());
        try {
            way.go(journal, disk, file);
        } catch (IOException e) {
            Reason why = Trouble.reason(e);
            try {
                journal.undo(disk, file);
                journal.clean(disk);
            } catch (IOException undone) {
                e.addSuppressed(undone);
                why = why.in(Code.UNDO_FAILED, "undone", Trouble.words(undone));
            }
            throw new InstallException(STEP, why.in(Code.CANNOT_INSTALL, "app", journal.name()), e);
        }
    }

    /** Notes that what is installed is this release, too. */
    void confirm(DeployInfo deploy, Installed now) throws IOException {
        boolean same = now.releaseId() == deploy.releaseId() && now.version().equals(deploy.version());
        if (!same) disk.write(layout.manifest(now.name()), Json.PEOPLE.bytes(now.as(deploy)));
    }

    void clean(Journal journal) {
        try {
            journal.clean(disk);
            removeShadows(journal.name());
        } catch (IOException e) {
            LOG.warn("install of {}: replaced files not deleted: {}", journal.name(), e.toString());
        }
    }

    /** All but the one in use by now: a later swap may have brought back one that this one has replaced. */
    private void removeShadows(String name) throws IOException {
        Lock own = shadows(name);
        own.lock();
        try {
            Installed now = tried.contains(name) ? null : installed(name).orElse(null);
            if (now != null) ShadowFiles.removeOthers(layout, disk, name, Path.of(now.programs()));
        } finally {
            own.unlock();
        }
    }

    /** The page that tells visitors of a hosted site to wait; one that people have put there stays theirs. */
    private static String page(Staged staged) throws InstallException {
        Path directory = staged.place().directory();
        boolean hosted = Strategy.of(Layout.service(staged.deploy(), STEP)) instanceof Strategy.Hosted;
        Path page = directory.resolve(Journal.PAGE_NAME);
        boolean ours = hosted
                && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && !Layout.there(page)
                && !staged.files().contains(Journal.PAGE_NAME);
        return ours ? page.toString() : "";
    }

    private Installed describe(Staged staged) throws InstallException {
        Set<String> files = new HashSet<>(staged.files());
        if (PackageMode.of(staged.deploy().mode()) == PackageMode.PARTIAL && !isShadow(staged)) {
            before(staged.place()).map(Installed::files).ifPresent(files::addAll);
        }
        return describe(staged, files);
    }

    /** The manifest of a release of which those files lie there. */
    Installed describe(Staged staged, Set<String> files) throws InstallException {
        DeployInfo deploy = staged.deploy();
        Place place = staged.place();
        String hash = PackageHash.of(deploy).hex();
        Path programs = isShadow(staged) ? shadow(place.name(), hash) : place.directory();
        return new Installed(
                place.name(),
                deploy.version() == null ? "" : deploy.version(),
                deploy.releaseId(),
                hash,
                staged.fetched().sha256(),
                place.directory().toString(),
                programs.toString(),
                List.copyOf(new TreeSet<>(files)),
                Installed.optionsOf(deploy),
                deploy.reinstalls());
    }

    private Path shadow(String name, String hash) throws InstallException {
        try {
            return ShadowFiles.folder(layout, name, hash);
        } catch (IOException e) {
            throw new InstallException(STEP, "no folder for the programs of " + name + ": " + Trouble.words(e), e);
        }
    }

    private static boolean isShadow(Staged staged) throws InstallException {
        return Strategy.of(Layout.service(staged.deploy(), STEP)) instanceof Strategy.Shadow;
    }
}
