package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Gift;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.fetch.Fetched;
import io.stardust.agent.install.fetch.PackageHash;
import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.install.fetch.PackageStore;
import io.stardust.agent.install.fetch.Pause;
import io.stardust.agent.install.fetch.Trust;
import io.stardust.agent.install.place.DiskSpace;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.ServiceName;
import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.pack.ZipDirectory;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs releases: fetch, stage, swap, and says how to start what is installed. Thread-safe across apps; calls for
 * one name must not overlap. Order of a publish: {@link #fetch}, {@link #stage} (both while the old version runs), stop
 * the old version, {@link #swap}, {@link #plan}, start.
 */
public final class Installer {
    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);
    private static final String UNPACKED = "unpacked";
    private static final String STARTED = "started";
    /** A download nobody continued for so long will not be continued. */
    private static final Duration FORGET_DOWNLOADS = Duration.ofDays(7);

    private final Layout layout;
    private final InstantSource clock;
    private final PackageStore packages;
    private final Swapper swapper;
    private final Disk disk;
    private final Search search;
    private final Injection injection;
    private final WorkFolders folders;
    private final TakeOver takeOver;

    /** As the other, trusting the server. */
    public Installer(Path dataDir, PackageSource source, InstantSource clock) {
        this(dataDir, source, Trust.SERVER, clock, Whereabouts.UNKNOWN);
    }

    /**
     * Touches no disk; {@link #recover} comes first.
     *
     * @param where What the apps are told.
     */
    public Installer(Path dataDir, PackageSource source, Trust trust, InstantSource clock, Whereabouts where) {
        this(
                dataDir,
                source,
                trust,
                clock,
                where,
                Thread::sleep,
                Disk.REAL,
                work -> Chore.start("install-clean", work::run));
    }

    public Installer(
            Path dataDir,
            PackageSource source,
            Trust trust,
            InstantSource clock,
            Pause pause,
            Disk disk,
            Executor cleaning) {
        this(dataDir, source, trust, clock, Whereabouts.UNKNOWN, pause, disk, cleaning);
    }

    private Installer(
            Path dataDir,
            PackageSource source,
            Trust trust,
            InstantSource clock,
            Whereabouts where,
            Pause pause,
            Disk disk,
            Executor cleaning) {
        this.layout = new Layout(dataDir);
        this.clock = clock;
        this.disk = disk;
        this.packages = new PackageStore(layout, source, trust, clock, pause);
        this.swapper = new Swapper(layout, disk, cleaning);
        this.injection = new Injection(layout, where);
        this.folders = new WorkFolders(layout, swapper);
        this.takeOver = new TakeOver(layout, disk, swapper);
        this.search = new Search(System.getenv());
    }

    /** At agent start, before anything is started: undoes half a swap and clears staging; downloads are kept. */
    public void recover() throws IOException {
        swapper.recover();
        sweepWorkFolders();
        if (!Files.isDirectory(layout.staging())) return;
        try (DirectoryStream<Path> apps = Files.newDirectoryStream(layout.staging())) {
            for (Path app : apps) clearStaging(app);
        }
    }

    /** Where a work directory is on another disk, what a killed agent was unpacking lies in it. */
    private void sweepWorkFolders() throws IOException {
        if (!Files.isDirectory(layout.state())) return;
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(layout.state(), "*.json")) {
            for (Path manifest : manifests) {
                String file = String.valueOf(manifest.getFileName());
                String name = file.substring(0, file.length() - ".json".length());
                if (!ServiceName.is(name) || Files.exists(layout.journal(name))) continue;
                Path directory = installed(name).map(Installed::directoryPath).orElse(null);
                if (directory != null) sweep(directory);
            }
        }
    }

    private void sweep(Path directory) {
        try {
            Scratch.sweep(directory, disk);
        } catch (IOException e) {
            LOG.warn("{}: not swept: {}", directory, Trouble.words(e));
        }
    }

    private void clearStaging(Path app) throws IOException {
        if (!Files.isDirectory(app)) return;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(app)) {
            for (Path entry : entries) {
                boolean download = entry.toString().endsWith(".part") && Files.isRegularFile(entry);
                boolean fresh = download
                        && Files.getLastModifiedTime(entry)
                                .toInstant()
                                .isAfter(clock.instant().minus(FORGET_DOWNLOADS));
                if (!fresh) disk.deleteTree(entry);
            }
        }
    }

    /**
     * Brings the package here and checks its hash; asks the server for nothing if it is here already. A download that
     * stops is continued by the next call.
     *
     * @throws InstallException step {@code downloaded} or {@code verified}
     * @throws InterruptedException if the thread is interrupted or {@code cancelled} says so
     */
    public Fetched fetch(DeployInfo deploy, BooleanSupplier cancelled) throws InstallException, InterruptedException {
        return packages.fetch(deploy, layout.place(deploy, "downloaded").name(), cancelled);
    }

    /**
     * Unpacks beside the work directory and makes sure that there is something to start and that it can be swapped in,
     * so that a bad package is refused while the old version runs.
     *
     * @throws InstallException step {@code unpacked}
     */
    public Staged stage(DeployInfo deploy, Fetched fetched) throws InstallException {
        Place place = layout.place(deploy, UNPACKED);
        ServiceInfo service = Layout.service(deploy, UNPACKED);
        Strategy strategy = Strategy.of(service);
        UserPrincipal owner = owner(service.userName());
        folders.take(place, UNPACKED);
        swapper.settle(place.name(), UNPACKED);
        Path scratch = null;
        try {
            scratch = strategy instanceof Strategy.Shadow
                    ? Scratch.staging(layout, place.name(), "unpacked-")
                    : Scratch.near(layout, place);
            Path root = scratch.resolve("files");
            SafeUnzip unzip = new SafeUnzip(DiskSpace.usable(scratch), strategy.starts());
            Optional<String> jar = JarPackage.name(fetched.file(), service.fileName(), place.name());
            List<String> files = unpack(unzip, fetched, scratch, jar);
            if (!fetched.isUnchanged()) {
                throw new InstallException(UNPACKED, Reason.of(Code.PACKAGE_CHANGED, "file", fetched.file()));
            }
            Staged staged = new Staged(deploy, place, fetched, root, new HashSet<>(files), unzip.marks(), null);
            if (strategy instanceof Strategy.Shadow && PackageMode.of(deploy.mode()) == PackageMode.PARTIAL) {
                staged = completeShadow(staged);
            }
            Starter starter = new Starter(deploy, place, after(staged, strategy), search, UNPACKED);
            if (strategy.starts()) staged = staged.starting(starter.plan());
            else starter.reload();
            // refuses what could not be swapped in; the real moves are worked out once the app has stopped
            if (!(strategy instanceof Strategy.Shadow)) swapper.moves(staged, root, scratch.resolve("old"));
            // while nobody else reaches it, so there is nothing to be led astray by
            if (owner != null) new Gift(owner).of(root);
            return staged;
        } catch (IOException e) {
            refuse(place.name(), fetched, scratch);
            throw new InstallException(UNPACKED, words(fetched, e), e);
        } catch (InstallException e) {
            refuse(place.name(), fetched, scratch);
            throw e;
        }
    }

    /** A jar that says which class to start is what runs; any other zip holds what runs. */
    private static List<String> unpack(SafeUnzip unzip, Fetched fetched, Path scratch, Optional<String> jar)
            throws IOException {
        try (Folder room = Folder.open(scratch)) {
            room.makeFolder("files", "rwxr-xr-x");
            try (Folder files = room.folder("files")) {
                return jar.isEmpty()
                        ? unzip.unpack(fetched.file(), files.path())
                        : List.of(unzip.copy(fetched.file(), files.path(), jar.get()));
            } catch (IOException e) {
                throw room.named(e);
            }
        }
    }

    private void refuse(String name, Fetched fetched, @Nullable Path scratch) {
        deleteQuietly(scratch);
        folders.leave(name);
        Installed last = installed(name).orElse(null);
        Path inUse = last == null ? fetched.file() : layout.releases(name).resolve(last.hash() + ".zip");
        packages.refuse(name, fetched.file(), inUse);
    }

    /**
     * The user to whom the files are to belong; null if to the agent's own. Known before anything is stopped; whether
     * we may become that user shows at the start.
     */
    private static @Nullable UserPrincipal owner(@Nullable String user) throws InstallException {
        if (user == null || user.isBlank() || java.io.File.separatorChar == '\\') return null;
        try {
            UserPrincipal owner =
                    Path.of("").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
            String self = System.getProperty("user.name");
            return "root".equals(self) && !user.equals(self) ? owner : null;
        } catch (UserPrincipalNotFoundException e) {
            throw new InstallException(UNPACKED, Reason.of(Code.NO_USER, "user", user), e);
        } catch (IOException e) {
            throw new InstallException(UNPACKED, Trouble.reason(e).in(Code.USER_UNKNOWN, "user", user), e);
        }
    }

    private static Reason words(Fetched fetched, IOException e) {
        if (e instanceof ZipDirectory.BadZip) return Reason.of(Code.PACKAGE_REFUSED, "error", e.getMessage());
        return DiskSpace.isFull(e)
                ? DiskSpace.words(fetched.file(), e)
                : Trouble.reason(e).in(Code.CANNOT_UNPACK);
    }

    private Staged completeShadow(Staged staged) throws IOException {
        Installed before = installed(staged.place().name()).orElse(null);
        if (before == null || before.programs().equals(before.directory())) return staged;
        ShadowFiles.complete(staged.root(), before);
        Set<String> files = new HashSet<>(staged.files());
        files.addAll(before.files());
        return new Staged(
                staged.deploy(), staged.place(), staged.fetched(), staged.root(), files, staged.marks(), null);
    }

    /** The files as they would be after the swap. */
    private Contents after(Staged staged, Strategy strategy) throws IOException {
        Set<String> files = staged.files();
        boolean alone = PackageMode.of(staged.deploy().mode()) == PackageMode.FULL;
        if (alone || strategy instanceof Strategy.Shadow) return new Contents(List.of(staged.root()), files, Set.of());
        Set<String> packaged = new HashSet<>(files);
        if (PackageMode.of(staged.deploy().mode()) == PackageMode.PARTIAL) {
            swapper.before(staged.place()).ifPresent(last -> packaged.addAll(last.files()));
        }
        Set<String> gone = swapper.gone(staged.deploy(), staged.place(), files);
        return new Contents(List.of(staged.root(), staged.place().directory()), packaged, gone);
    }

    /**
     * Puts a staged release into the work directory; no process of the app may run. All or nothing, also when the agent
     * is killed meanwhile.
     *
     * @throws InstallException step {@code unpacked}; the work directory is as it was
     */
    public Installed swap(Staged staged) throws InstallException {
        Installed installed;
        try {
            installed = swapper.swap(staged);
        } finally {
            folders.leave(staged.place().name());
        }
        packages.prune(installed.name(), staged.fetched().file());
        LOG.info("{}: release {} is in {}", installed.name(), installed.version(), installed.programs());
        return installed;
    }

    /** Whether {@link #tryOut} is possible: what it brings replaces no program of the release that is there. */
    public boolean isBeside(Staged staged) {
        try {
            return swapper.isBeside(staged);
        } catch (InstallException e) {
            return false; // the swap will say what is wrong
        }
    }

    /**
     * As {@link #swap}, but a process of the release before may run on, and it can be taken back.
     *
     * @throws InstallException step {@code unpacked}; all is as it was
     */
    public Trial tryOut(Staged staged) throws InstallException {
        Trial trial;
        try {
            trial = swapper.tryOut(staged);
        } finally {
            folders.leave(staged.place().name());
        }
        packages.prune(staged.place().name(), staged.fetched().file());
        return trial;
    }

    /**
     * Takes what lies in the work directory as the release, where it is: no file is exchanged, and a process that runs
     * there may run on. The staged files then are gone.
     *
     * @return false if it is not, and {@link #swap} is due
     * @throws InstallException step {@code unpacked}, if the package was made of that folder and programs changed since
     */
    public boolean takes(Staged staged) throws InstallException {
        try {
            if (!takeOver.takes(staged)) return false;
        } catch (IOException e) {
            throw new InstallException(
                    UNPACKED, "cannot compare the package with what lies there: " + Trouble.words(e), e);
        }
        discard(staged);
        packages.prune(staged.place().name(), staged.fetched().file());
        return true;
    }

    /** Packs work directories. */
    public Packer packer() {
        return new Packer(layout, folders, takeOver);
    }

    /** Throws a staged release away that will not be swapped in. */
    public void discard(Staged staged) {
        folders.leave(staged.place().name());
        deleteQuietly(staged.scratch());
    }

    /** What the work directory of {@code name} was last made from; empty before the first install. */
    public Optional<Installed> installed(String name) {
        return ServiceName.is(name) ? swapper.installed(name) : Optional.empty();
    }

    /**
     * Whether what is on disk is the package {@code deploy} asks for, in the place it asks for; also true for an app
     * that has no package. What can still be undone is not there.
     */
    public boolean isInstalled(DeployInfo deploy) {
        if (deploy.url() == null || deploy.url().isBlank()) return true;
        try {
            Place place = layout.place(deploy, STARTED);
            if (Files.exists(layout.journal(place.name()))) return false;
            String hash = PackageHash.of(deploy).hex();
            boolean shadow = Strategy.of(Layout.service(deploy, STARTED)) instanceof Strategy.Shadow;
            List<Path> programs = shadow ? layout.shadows(place.name(), hash) : List.of(place.directory());
            return installed(place.name())
                    .filter(last -> last.hash().equals(hash) || last.sha256().equals(hash))
                    .filter(last -> last.directoryPath().equals(place.directory()))
                    .filter(last -> last.options() == null || last.options().equals(Installed.optionsOf(deploy)))
                    .filter(last -> last.reinstalls() >= deploy.reinstalls())
                    .map(last -> Path.of(last.programs()))
                    .filter(last -> programs.contains(last) && Files.isDirectory(last))
                    .isPresent();
        } catch (InstallException e) {
            return false; // the install will say what is wrong with it
        }
    }

    /**
     * Where the files of an app, which {@link #isInstalled is installed}, are not as its release has them: words such
     * as {@code a.jar missing, b.sh changed}; null when they all are. Configuration that people may change is as they
     * left it. Then notes that it is this release that is installed.
     */
    public @Nullable String damage(DeployInfo deploy) throws InstallException {
        Place place = layout.place(deploy, UNPACKED);
        Installed now = installed(place.name()).orElse(null);
        if (deploy.url() == null || deploy.url().isBlank() || now == null) return null;
        boolean hosted = Strategy.of(Layout.service(deploy, UNPACKED)) instanceof Strategy.Hosted;
        FileRules rules = hosted
                ? FileRules.ofSite(
                        deploy.overwrite(), Layout.service(deploy, UNPACKED).keep())
                : FileRules.of(deploy.overwrite());
        try {
            String found = new Damage(rules).of(now, swapper.list(place.name()));
            if (found == null) swapper.confirm(deploy, now);
            return found;
        } catch (IOException e) {
            throw new InstallException(UNPACKED, Trouble.reason(e).in(Code.CANNOT_COMPARE, "app", place.name()), e);
        }
    }

    /**
     * What to start, from what is on disk; also for apps without a package, whose file name is a command on PATH or a
     * file in the work directory. Makes the work directory if it is missing.
     *
     * @throws InstallException step {@code started}
     */
    public StartPlan plan(DeployInfo deploy) throws InstallException {
        Place place = layout.place(deploy, STARTED);
        if (!Strategy.of(Layout.service(deploy, STARTED)).starts()) {
            throw new InstallException(STARTED, Reason.of(Code.HOSTED, "app", place.name()));
        }
        swapper.settle(place.name(), STARTED);
        // whoever becomes a user hands the folder over, and what has no package was never asked for its folder
        if (owner(Layout.service(deploy, STARTED).userName()) != null) folders.refuseOwn(place, STARTED);
        try {
            Folder.make(place.directory()).close();
        } catch (IOException e) {
            throw new InstallException(STARTED, "cannot make the work directory: " + Trouble.words(e), e);
        }
        return injection.into(new Starter(deploy, place, present(place), search, STARTED).plan(), deploy, place);
    }

    /**
     * How to tell the program that serves a hosted app that its files are new; empty when nobody wants it told.
     *
     * @throws InstallException step {@code started}
     */
    public Optional<StartPlan> reload(DeployInfo deploy) throws InstallException {
        Place place = layout.place(deploy, STARTED);
        return new Starter(deploy, place, present(place), search, STARTED).reload();
    }

    /**
     * The work directory of a deployment.
     *
     * @throws InstallException step {@code started}, if it may not be where the deployment wants it
     */
    public Path directory(DeployInfo deploy) throws InstallException {
        return layout.place(deploy, STARTED).directory();
    }

    /** Where the app of that name is when its deployment names no other place. */
    public Path usualDirectory(String name) {
        return layout.apps().resolve(name);
    }

    /** What would be started if {@code staged} were put in place; its files are still beside. Null if nothing is. */
    public @Nullable StartPlan plan(Staged staged) {
        StartPlan start = staged.start();
        return start == null ? null : injection.into(start, staged.deploy(), staged.place());
    }

    /** The files of an app as they are. */
    private Contents present(Place place) {
        return installed(place.name())
                .filter(last -> last.directoryPath().equals(place.directory()))
                .map(last -> new Contents(roots(last), last.files(), Set.of()))
                .orElseGet(() -> new Contents(List.of(place.directory()), Set.of(), Set.of()));
    }

    private static List<Path> roots(Installed last) {
        Path programs = Path.of(last.programs());
        return programs.equals(last.directoryPath()) ? List.of(programs) : List.of(programs, last.directoryPath());
    }

    /** Where the program files of {@code name} are when that is not its work directory; null otherwise. */
    public @Nullable Path shadow(String name) {
        Installed last = installed(name).orElse(null);
        return last == null || last.programs().equals(last.directory()) ? null : Path.of(last.programs());
    }

    /** Uninstalls: work directory, shadows, packages, logs of that name. A work directory outside is left alone. */
    public void remove(String name) throws IOException {
        new Removal(layout, disk, swapper).run(name);
    }

    private void deleteQuietly(@Nullable Path folder) {
        if (folder == null) return;
        try {
            disk.deleteTree(Scratch.whole(folder));
        } catch (IOException e) {
            LOG.warn("{}: not deleted: {}", folder, e.toString());
        }
    }
}
