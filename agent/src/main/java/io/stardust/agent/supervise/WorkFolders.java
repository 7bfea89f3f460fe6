package io.stardust.agent.supervise;

import io.stardust.agent.install.Installed;
import io.stardust.agent.install.Installer;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.supervise.output.Written;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the apps of this node out of each other's work directories: what one installs there overwrites the other. Apps
 * without a package may share one. Thread-safe.
 */
final class WorkFolders {
    private volatile List<DesiredApp> all = List.of();

    /** From now on these are the apps. */
    void are(Collection<DesiredApp> apps) {
        all = List.copyOf(apps);
    }

    /** Why that app cannot have the work directory it wants; null when it can. Looks at the disk. */
    @Nullable
    Reason conflict(Installer installer, DesiredApp wanted) {
        Path mine = folder(installer, wanted);
        if (mine == null) return null; // whoever goes on says why
        for (DesiredApp other : all) {
            boolean same = other.name().equals(wanted.name()) || other.goal() == DesiredApp.Goal.REMOVED;
            if (same || (packageless(wanted) && packageless(other))) continue;
            Path theirs = folder(installer, other);
            if (theirs == null || !(mine.startsWith(theirs) || theirs.startsWith(mine))) continue;
            if (owns(installer, wanted, mine) || !(owns(installer, other, theirs) || isFirst(other, wanted))) continue;
            return Reason.of(Code.FOLDER_OF_OTHER, "folder", mine, "app", other.name());
        }
        return null;
    }

    /** What the app of that name is to write to files of its own; null when it names none. */
    @Nullable
    Written written(Installer installer, String name) {
        for (DesiredApp each : all) {
            String files = files(each);
            if (files == null || !each.name().equals(name)) continue;
            Path folder = folder(installer, each);
            if (folder == null) return null;
            Path apps = Layout.parent(installer.usualDirectory(name));
            return new Written(folder, folder.startsWith(apps), files);
        }
        return null;
    }

    /** Whether any app names some. */
    boolean namesFiles() {
        for (DesiredApp each : all) if (files(each) != null) return true;
        return false;
    }

    private static @Nullable String files(DesiredApp app) {
        String files = app.service().logFiles();
        return files == null || files.isBlank() ? null : files;
    }

    private static boolean packageless(DesiredApp wanted) {
        return wanted.packageHash().isEmpty();
    }

    private static boolean isFirst(DesiredApp one, DesiredApp other) {
        return one.deploy().id() < other.deploy().id();
    }

    /** It is there already, or nobody else would be given that folder. */
    private static boolean owns(Installer installer, DesiredApp wanted, Path folder) {
        Optional<Installed> there = installer.installed(wanted.name());
        boolean installed =
                there.map(Installed::directoryPath).filter(folder::equals).isPresent();
        return installed || folder.equals(installer.usualDirectory(wanted.name()));
    }

    private static @Nullable Path folder(Installer installer, DesiredApp wanted) {
        try {
            return installer.directory(wanted.deploy());
        } catch (InstallException e) {
            return null;
        }
    }
}
