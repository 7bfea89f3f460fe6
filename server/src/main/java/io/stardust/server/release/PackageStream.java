package io.stardust.server.release;

import io.stardust.protocol.pack.PackageEntries;
import io.stardust.protocol.pack.ZipDirectory.BadZip;
import io.stardust.server.http.ApiException.Invalid;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An upload that must be a zip: its first bytes are looked at before anything is kept. */
final class PackageStream extends FilterInputStream {
    private static final int MAGIC = 4; // bytes: P K 3 4, or a jar's #! with the jar behind it
    private static final String EXPECTED = "a zip with the app's files, or a runnable jar";

    private PackageStream(PushbackInputStream in) {
        super(in);
    }

    /**
     * Returns {@code in}, to be read from its beginning.
     *
     * @throws Invalid if it does not begin like a zip
     */
    static PackageStream of(InputStream in) {
        var body = new PushbackInputStream(in, MAGIC);
        byte[] head;
        try {
            head = body.readNBytes(MAGIC);
            body.unread(head);
        } catch (IOException e) {
            throw new Invalid("package: the upload ended early (" + e.getMessage() + "); send it again");
        }
        if (head.length == 0) throw new Invalid("package", "the file is empty", EXPECTED);
        if (!begins(head, 'P', 'K', 3, 4) && !begins(head, '#', '!')) {
            throw new Invalid("package", kind(head), EXPECTED);
        }
        return new PackageStream(body);
    }

    private static String kind(byte[] head) {
        if (begins(head, 'P', 'K', 5, 6)) return "a zip without a file in it";
        if (begins(head, 0x1F, 0x8B)) return "a gzip file (.tar.gz, .tgz)";
        if (begins(head, 'B', 'Z', 'h')) return "a bzip2 file";
        if (begins(head, 0xFD, '7', 'z', 'X')) return "an xz file";
        if (begins(head, '7', 'z', 0xBC, 0xAF)) return "a 7z file";
        if (begins(head, 'R', 'a', 'r', '!')) return "a rar file";
        if (begins(head, 0x7F, 'E', 'L', 'F')) return "a program by itself";
        return "not a zip file (it does not begin with PK)";
    }

    private static boolean begins(byte[] head, int... bytes) {
        if (head.length < bytes.length) return false;
        for (int i = 0; i < bytes.length; i++) if (head[i] != (byte) bytes[i]) return false;
        return true;
    }

    /**
     * Looks into what has arrived, as agents will before they unpack it.
     *
     * @throws Invalid if agents would refuse it
     */
    static void check(Path file) throws IOException {
        try (FileChannel zip = FileChannel.open(file)) {
            if (PackageEntries.check(zip, Long.MAX_VALUE).isEmpty()) {
                throw new Invalid("package", "a zip without a file in it", EXPECTED);
            }
        } catch (BadZip e) {
            throw new Invalid("package: %s; nothing was kept".formatted(e.getMessage()));
        }
    }
}
