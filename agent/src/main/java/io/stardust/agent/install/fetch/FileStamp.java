package io.stardust.agent.install.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Tells whether a file was written to or replaced meanwhile, without reading it again. */
final class FileStamp {
    private static final boolean UNIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

    private FileStamp() {}

    /** Differs after every write, and for another file of that name; the time of the change cannot be set by hand. */
    static String of(Path file) throws IOException {
        String wanted = UNIX ? "unix:ino,size,ctime" : "size,lastModifiedTime,creationTime";
        Map<String, Object> attributes = Files.readAttributes(file, wanted, LinkOption.NOFOLLOW_LINKS);
        return new TreeMap<>(attributes).toString();
    }
}
