package io.stardust.agent.shipping;

import io.stardust.agent.files.Folder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A plain file that was found.
 *
 * @param root The folder below which no link is followed.
 * @param name As the app calls it.
 * @param modified Epoch ms.
 */
record FoundFile(Path root, Path path, String name, long inode, long size, long modified) {
    /** The same file under either name, unless its number was given again. */
    boolean hasNumberOf(long otherInode, Path other) {
        return inode == 0 ? path.equals(other) : inode == otherInode;
    }

    /** Opens the folder that holds {@code file}, on the way below {@code root} through no link. */
    static Folder around(Path root, Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null || !parent.startsWith(root)) throw new NoSuchFileException(file.toString());
        Folder at = Folder.open(root);
        if (parent.equals(root)) return at;
        for (Path each : root.relativize(parent)) {
            try (Folder before = at) {
                at = before.folder(each.toString());
            }
        }
        return at;
    }

    /** The first bytes. */
    byte[] first() throws IOException {
        try (Folder folder = around(root, path);
                FileChannel channel = folder.read(String.valueOf(path.getFileName()))) {
            return first(channel);
        }
    }

    static byte[] first(FileChannel channel) throws IOException {
        byte[] all = new byte[FilePrint.BYTES];
        int length = read(channel, 0, all);
        return Arrays.copyOf(all, length);
    }

    /** How many bytes were there to be read. */
    static int read(FileChannel channel, long from, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int n = 1;
        while (buffer.hasRemaining() && n > 0) n = channel.read(buffer, from + buffer.position());
        return buffer.position();
    }
}
