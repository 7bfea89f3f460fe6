package io.stardust.agent.shipping;

import io.avaje.jsonb.Json;
import java.util.Objects;

/**
 * Which file a stream is of; kept with its cursor.
 *
 * @param name As it was found: below the app's work directory, or absolute. Stays when the file is renamed.
 * @param path Where it is, absolute.
 * @param inode 0 = the system has no such thing: the path tells.
 * @param base The place of the file's first byte: what it held before somebody emptied it counts.
 * @param print Of its first bytes.
 */
@Json(caseInsensitiveKeys = true)
record FileMark(String name, String path, long inode, long base, FilePrint print) {
    FileMark { // what is read may lack anything
        name = Objects.requireNonNullElse(name, "");
        path = Objects.requireNonNullElse(path, "");
        print = Objects.requireNonNullElse(print, FilePrint.NONE);
    }
}
