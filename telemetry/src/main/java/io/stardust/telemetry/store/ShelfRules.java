package io.stardust.telemetry.store;

import io.stardust.telemetry.bytes.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a shelf goes by. It is written beside its records, since they outlast the settings.
 *
 * @param place among the shelves of the store; positions of records hold it, so it stays
 */
public record ShelfRules(int place, Keep keep) {
    private static final String FILE = "rules";
    private static final Pattern TEXT = Pattern.compile("place (\\d{1,9}) days (\\d{1,9}) bytes (\\d{1,18})\\s*");

    /** Those of the shelf in {@code folder}, whose name is its class's; empty when there are none that hold. */
    public static Optional<ShelfRules> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) return Optional.empty();
        // of a damaged file each byte is some letter
        Matcher text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!text.matches()) return Optional.empty();
        try {
            String name = String.valueOf(folder.getFileName());
            var keep = new Keep(name, Integer.parseInt(text.group(2)), Long.parseLong(text.group(3)));
            return Optional.of(new ShelfRules(Integer.parseInt(text.group(1)), keep));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes them into {@code folder}, if others stand there. */
    void write(Path folder, Disk disk) throws IOException {
        if (read(folder).filter(this::equals).isPresent()) return;
        String text = "place %d days %d bytes %d\n".formatted(place, keep.days(), keep.maxBytes());
        Disk.replace(disk, folder.resolve(FILE), text.getBytes(StandardCharsets.US_ASCII));
    }
}
