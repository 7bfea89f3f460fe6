package io.stardust.agent.host;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Room on disks, in bytes.
 *
 * @param total Of the disk the agent's data is on; 0 = unknown.
 * @param free What the agent may still write there.
 * @param all {@code /[ext4]=50.00G/100.00G}, free and total, comma list of what has a device.
 * @param size Of all in the list together.
 */
record Disks(long total, long free, String all, long size) {
    private static final int MAX_DRIVES = 20;
    private static final double GB = 1 << 30;

    static Disks of(Kernel kernel, Path data) {
        long total = 0;
        long free = 0;
        try {
            FileStore store = Files.getFileStore(data);
            total = store.getTotalSpace();
            free = store.getUsableSpace();
        } catch (IOException e) {
            // stays unknown
        }
        List<String> texts = new ArrayList<>();
        long size = 0;
        for (Drive drive : drives(kernel)) {
            texts.add(drive.text);
            size += drive.size;
        }
        return new Disks(total, free, String.join(",", texts), size);
    }

    private record Drive(String text, long size) {}

    /** {@code 50.00G}. By hand: the JDK's formatter loads every locale, 2 MB that an idle agent would keep. */
    static String gigabytes(long bytes) {
        long hundredths = Math.round(bytes / (GB / 100));
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + "G";
    }

    private static List<Drive> drives(Kernel kernel) {
        List<Drive> drives = new ArrayList<>();
        Set<String> devices = new HashSet<>();
        for (String line : kernel.lines("proc/mounts")) {
            List<String> words = Kernel.words(line);
            // only what has a device: a network disk whose server is gone would hold us up
            boolean local = words.size() > 2 && words.get(0).startsWith("/dev/");
            if (!local || drives.size() >= MAX_DRIVES || !devices.add(words.get(0))) continue;
            try {
                FileStore store = Files.getFileStore(Path.of(words.get(1)));
                String room = gigabytes(store.getUsableSpace()) + "/" + gigabytes(store.getTotalSpace());
                drives.add(new Drive(words.get(1) + "[" + words.get(2) + "]=" + room, store.getTotalSpace()));
            } catch (IOException e) {
                // a mount of another name space: nothing to say of it
            }
        }
        return drives;
    }
}
