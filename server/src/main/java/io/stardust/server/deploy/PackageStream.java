package io.stardust.server.deploy;

import io.stardust.server.http.ApiException.Invalid;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An upload that must be a zip: its first bytes are looked at before anything is kept. */
final class PackageStream extends FilterInputStream {
    private static final int MAGIC = 4; // bytes: P K 3 4

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
            throw new Invalid("body: ended early (" + e.getMessage() + ")");
        }
        if (head.length == 0) throw new Invalid("body", "empty", "a zip file");
        boolean zip = head.length == MAGIC && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        if (!zip)
            throw new Invalid("body", "no zip (it does not begin with PK\\3\\4)", "a zip file with something in it");
        return new PackageStream(body);
    }

    /**
     * Looks into what has arrived.
     *
     * @throws Invalid if its directory cannot be read
     */
    static void check(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() == 0) throw new Invalid("body", "a zip of nothing", "a zip file with something in it");
        } catch (ZipException e) {
            throw new Invalid("body: no readable zip (%s)".formatted(e.getMessage()));
        }
    }
}
