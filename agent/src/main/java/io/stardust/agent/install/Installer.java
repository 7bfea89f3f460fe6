package io.stardust.agent.install;

import io.stardust.protocol.deploy.DeployInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Installs releases: fetch, stage, swap, and says how to start what is installed. Thread-safe across apps; calls for
 * one name must not overlap. Order of a publish: {@link #fetch}, {@link #stage} (both while the old version runs), stop
 * the old version, {@link #swap}, {@link #plan}, start.
 */
@SuppressWarnings("DoNotCallSuggester") // signatures first, bodies follow
public final class Installer {
    /** Constructs without touching the disk; {@link #recover} comes first. */
    public Installer(Path dataDir, PackageSource source, InstantSource clock) {
        throw new UnsupportedOperationException("first signatures");
    }

    /**
     * At agent start, before anything is started: undoes or finishes a half swap and clears staging, downloads kept.
     */
    public void recover() throws IOException {
        throw new UnsupportedOperationException("first signatures");
    }

    /**
     * Brings the package here and checks its hash; asks the server for nothing if it is here already. A download that
     * stops is continued by the next call.
     *
     * @throws InstallException step {@code downloaded} or {@code verified}
     * @throws InterruptedException if the thread is interrupted or {@code cancelled} says so
     */
    public Fetched fetch(DeployInfo deploy, BooleanSupplier cancelled) throws InstallException, InterruptedException {
        throw new UnsupportedOperationException("first signatures");
    }

    /**
     * Unpacks beside the work directory and makes sure that there is something to start and that it can be swapped in,
     * so that a bad package is refused while the old version runs.
     *
     * @throws InstallException step {@code unpacked}
     */
    public Staged stage(DeployInfo deploy, Fetched fetched) throws InstallException {
        throw new UnsupportedOperationException("first signatures");
    }

    /**
     * Puts a staged release into the work directory; no process of the app may run. All or nothing, also when the agent
     * is killed meanwhile.
     *
     * @throws InstallException step {@code unpacked}; the work directory is as it was
     */
    public Installed swap(Staged staged) throws InstallException {
        throw new UnsupportedOperationException("first signatures");
    }

    /** Throws a staged release away that will not be swapped in. */
    public void discard(Staged staged) {
        throw new UnsupportedOperationException("first signatures");
    }

    /** What the work directory of {@code name} was last made from; empty before the first install. */
    public Optional<Installed> installed(String name) {
        throw new UnsupportedOperationException("first signatures");
    }

    /**
     * Whether what is on disk is the package {@code deploy} asks for, in the place it asks for; also true for an app
     * that has no package.
     */
    public boolean isInstalled(DeployInfo deploy) {
        throw new UnsupportedOperationException("first signatures");
    }

    /**
     * What to start, from what is on disk; also for apps without a package, whose file name is a command on PATH or a
     * file in the work directory. Makes the work directory if it is missing.
     *
     * @throws InstallException step {@code started}
     */
    public StartPlan plan(DeployInfo deploy) throws InstallException {
        throw new UnsupportedOperationException("first signatures");
    }

    /** Uninstalls: work directory, shadows, packages, logs of that name. A work directory outside is left alone. */
    public void remove(String name) throws IOException {
        throw new UnsupportedOperationException("first signatures");
    }
}
