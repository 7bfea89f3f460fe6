package io.stardust.agent.install;

import io.stardust.agent.files.Modes;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PackageMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what lies in a work directory as the release that is wanted there, so that no file is exchanged and what runs
 * there runs on. Only where the platform has not installed anything yet. Stateless.
 */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
    private static final String STEP = "unpacked";
    private static final int SHOWN = 5;
    /** The time of no file: its content is compared, whatever its time. */
    private static final long NO_TIME = Long.MIN_VALUE;

    private final Layout layout;
    private final Disk disk;
    private final Swapper swapper;

    TakeOver(Layout layout, Disk disk, Swapper swapper) {
        this.layout = layout;
        this.disk = disk;
        this.swapper = swapper;
    }

    /** Notes that this package was made of the work directory of {@code name} as it lies there. */
    void packed(String name, String sha256) throws IOException {
        Modes.makeFolder(layout.state());
        disk.write(layout.packed(name), sha256.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isPackedHere(Staged staged) throws IOException {
        Path note = layout.packed(staged.place().name());
        return Files.isRegularFile(note)
                && Files.readString(note).equals(staged.fetched().sha256());
    }

    /**
     * Notes what lies there as installed, if it is the release. A package that was made of this very folder is it also
     * where data has changed since: what is newer than the package stays.
     *
     * @return false if it is not, and the release has to be put in place
     * @throws InstallException if the package was made of this folder, and programs in it have changed since: neither
     *     is then what somebody wants
     */
    boolean takes(Staged staged) throws IOException, InstallException {
        if (!mayTake(staged)) return false;
        Path directory = staged.place().directory();
        boolean packedHere = isPackedHere(staged);
        FileRules rules = FileRules.of(staged.deploy().overwrite());
        FileList list = new FileList();
        Set<String> files = new TreeSet<>();
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, FileList.Mark> each : staged.marks().entrySet()) {
            String path = each.getKey();
            Path file = directory.resolve(path);
            FileList.Mark mark = each.getValue();
            boolean there = Layout.there(file);
            boolean same = there && same(mark, file, staged.root().resolve(path));
            if (there) files.add(path);
            if (same) list.put(path, mark.at(file));
            if (same || (there && rules.keeps(path))) continue;
            if (!packedHere) return false;
            if (isProgram(staged, path)) changed.add(path + (there ? " changed" : " missing"));
        }
        if (!changed.isEmpty()) throw new InstallException(STEP, words(directory, changed));
        note(swapper.describe(staged, files), list);
        return true;
    }

    private boolean mayTake(Staged staged) throws InstallException {
        DeployInfo deploy = staged.deploy();
        boolean standard = Strategy.of(Layout.service(deploy, STEP)) instanceof Strategy.Standard;
        boolean all = PackageMode.of(deploy.mode()) == PackageMode.FULL; // what it does not hold is to go
        boolean installed = swapper.installed(staged.place().name())
                .filter(last -> last.releaseId() != 0)
                .isPresent();
        return standard
                && !all
                && !installed
                && deploy.releaseId() != 0
                && Files.isDirectory(staged.place().directory());
    }

    private static boolean same(FileList.Mark mark, Path file, Path packaged) throws IOException {
        return new FileList.Mark(mark.size(), NO_TIME, mark.crc()).fits(file)
                && (Files.isExecutable(file) || !Files.isExecutable(packaged));
    }

    private static boolean isProgram(Staged staged, String path) {
        return FileRules.isProgram(path) || Files.isExecutable(staged.root().resolve(path));
    }

    private static String words(Path directory, List<String> changed) {
        String more = changed.size() > SHOWN ? " and " + (changed.size() - SHOWN) + " more" : "";
        return "the package was made of " + directory + ", where meanwhile "
                + String.join(", ", changed.subList(0, Math.min(SHOWN, changed.size()))) + more
                + " (expected: the programs as they were packed; package the folder again)";
    }

    private void note(Installed installed, FileList list) throws IOException {
        Modes.makeFolder(layout.state());
        disk.write(layout.files(installed.name()), list.bytes());
        disk.write(layout.manifest(installed.name()), Json.PEOPLE.bytes(installed));
        disk.delete(layout.packed(installed.name()));
        LOG.info("{}: what lies in {} is release {}", installed.name(), installed.directory(), installed.version());
    }
}
