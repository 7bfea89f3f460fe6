package io.stardust.agent.install.place;

import io.stardust.agent.install.FileList;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where things are below the agent's data directory. Immutable; makes no folder.
 *
 * <pre>
 *   apps/{name}/                work directory, unless the deployment names another
 *   shadow/{name}-{hash8}/      program files in shadow mode
 *   releases/{name}/{hash}.zip  the last packages; shadow-{hash8} where shadow/ may not be written to
 *   staging/{name}/             {hash}.part while downloading; unpacked-…, swap-… while installing
 *   logs/{name}/                what the app prints
 *   state/unsent/               {placement}-{name}/ what a removed app has printed, until it is sent
 *   secrets/{app}               the app's secret, if somebody has put it there
 *   keys/{name}                 the key by which the app logs in, from the server; its time is when it ends
 *   config/{name}/              what the server made of the app's config, {sha256} each; written.json what was written where
 *   state/install/              {name}.json what is installed; {name}.files its files; {name}.journal while a swap is under way;
 *                               {name}.packed which package was made of its folder
 * </pre>
 */
public final class Layout {
    /** Prefix of a shadow that lies beside the app's packages. */
    public static final String SHADOW_INSTEAD = "shadow-";

    private final Path data;

    public Layout(Path data) {
        this.data = data.toAbsolutePath().normalize();
    }

    /** The data directory, absolute. */
    public Path data() {
        return data;
    }

    public Path apps() {
        return data.resolve("apps");
    }

    public Path shadow() {
        return data.resolve("shadow");
    }

    /** {@code shadow/{name}-{hash8}}. */
    public Path shadow(String name, String hash) {
        return shadow().resolve(name + "-" + hash.substring(0, 8));
    }

    /** Where a shadow may be: its own folder, or beside the packages where that may not be written to. */
    public List<Path> shadows(String name, String hash) {
        return List.of(shadow(name, hash), releases(name).resolve(SHADOW_INSTEAD + hash.substring(0, 8)));
    }

    public Path staging() {
        return data.resolve("staging");
    }

    public Path staging(String name) {
        return staging().resolve(name);
    }

    public Path releases(String name) {
        return data.resolve("releases").resolve(name);
    }

    /** Where the output of an app goes. */
    public Path logs(String name) {
        return data.resolve("logs").resolve(name);
    }

    /** Where the output of removed apps waits to be sent, {@code {placement}-{name}/} each. */
    public Path unsent() {
        return data.resolve("state").resolve("unsent");
    }

    /** The file with an app's secret, which people or other programs put there; null when there is none. */
    public @Nullable Path secret(String app) {
        if (!ServiceName.is(app)) return null;
        Path file = data.resolve("secrets").resolve(app);
        return Files.isRegularFile(file) ? file : null;
    }

    /** The file with the key by which the app of a placement logs in; whether it is there or not. */
    public Path appKey(String name) {
        return data.resolve("keys").resolve(name);
    }

    /** Where what the server made of an app's config is kept, the agent's alone. */
    public Path config(String name) {
        return data.resolve("config").resolve(name);
    }

    public Path state() {
        return data.resolve("state").resolve("install");
    }

    public Path manifest(String name) {
        return state().resolve(name + ".json");
    }

    /** The files of what is installed, see {@link FileList}. */
    public Path files(String name) {
        return state().resolve(name + ".files");
    }

    /** SHA-256 of the package that was made of the work directory as people had it. */
    public Path packed(String name) {
        return state().resolve(name + ".packed");
    }

    public Path journal(String name) {
        return state().resolve(name + ".journal");
    }

    /** The service of a deployment. */
    public static ServiceInfo service(DeployInfo deploy, String step) throws InstallException {
        ServiceInfo service = deploy.service();
        if (service == null) throw new InstallException(step, "deployment " + deploy.id() + " names no service");
        return service;
    }

    /** Checks names and folders of a deployment; {@code step} is what a refusal is reported under. */
    public Place place(DeployInfo deploy, String step) throws InstallException {
        ServiceInfo service = service(deploy, step);
        String name = name(service.name(), step);
        String wanted = service.workingDirectory();
        if (wanted == null || wanted.isBlank()) {
            Path directory = apps().resolve(name);
            refuseLinks(directory, step);
            return new Place(name, directory, false);
        }
        Path directory;
        try {
            // the seed's values are relative to the agent's own folder, bin: ../apps/name
            directory = data.resolve("bin").resolve(wanted.strip()).normalize();
        } catch (InvalidPathException e) {
            throw new InstallException(step, "work directory '" + wanted + "': " + e.getReason(), e);
        }
        boolean outside = !directory.startsWith(data);
        if (outside) {
            boolean absolute = Path.of(wanted.strip()).isAbsolute();
            if (!absolute || directory.getNameCount() == 0) {
                String expected = "(expected: a folder below the agent's data directory, or an absolute path)";
                throw new InstallException(step, "work directory '" + wanted + "' " + expected);
            }
            if (SystemFolders.holds(directory)) {
                throw new InstallException(
                        step,
                        "work directory '" + wanted + "' is the system's (expected: a folder of the app's own, such as"
                                + " /opt/NAME)");
            }
        } else {
            if (!directory.startsWith(apps()) || directory.equals(apps())) {
                String expected = "(expected: a folder below apps/ of the agent's data directory)";
                throw new InstallException(step, "work directory '" + wanted + "' " + expected);
            }
            refuseLinks(directory, step);
        }
        return new Place(name, directory, outside);
    }

    /** A name that can be a folder: letters, digits, dot, dash, underscore; not only dots. */
    static String name(@Nullable String name, String step) throws InstallException {
        if (name == null || !ServiceName.is(name)) {
            String expected =
                    "(expected: 1 to " + ServiceName.MAX + " letters, digits, '.', '-' or '_', not '.' or '..')";
            throw new InstallException(step, "service name '" + name + "' " + expected);
        }
        return name;
    }

    /** No folder between the data directory and {@code path}, itself included, may be a link to somewhere else. */
    private void refuseLinks(Path path, String step) throws InstallException {
        for (Path at = path; at != null && !at.equals(data); at = at.getParent()) {
            if (!Files.isSymbolicLink(at)) continue;
            throw new InstallException(step, at + " is a symbolic link (expected: a folder)" + target(at));
        }
    }

    private static String target(Path link) {
        try {
            return ", it leads to " + Files.readSymbolicLink(link);
        } catch (IOException e) {
            return "";
        }
    }

    /** The folder of a path that has one, as every absolute path but the root does. */
    public static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) throw new IllegalArgumentException(path + " has no folder");
        return parent;
    }

    /** Whether something is there, a dangling link included. */
    public static boolean there(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
