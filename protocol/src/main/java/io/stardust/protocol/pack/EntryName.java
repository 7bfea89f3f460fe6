package io.stardust.protocol.pack;

import io.stardust.protocol.pack.ZipDirectory.BadZip;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name of a zip's entry. Packers that know UTF-8 write it, or add it as a field of its own (PKWARE APPNOTE
 * 6.3.10, 4.6.9); those of a Chinese Windows write the system's code page and say nothing of it, so what is not UTF-8
 * is read as GB18030, which holds GBK.
 */
final class EntryName {
    private static final Charset CHINESE = Charset.forName("GB18030");
    private static final int UNICODE_PATH = 0x7075;
    private static final int VERSION_AND_CRC = 5; // bytes

    private EntryName() {}

    /** @param extra the entry's extra fields, little-endian */
    static String of(ByteBuffer bytes, ByteBuffer extra) throws BadZip {
        String unicode = unicode(bytes, extra);
        if (unicode != null) return unicode;
        String name = decode(bytes, StandardCharsets.UTF_8);
        if (name == null) name = decode(bytes, CHINESE);
        if (name == null) throw new BadZip("a file name is neither UTF-8 nor GBK; pack with UTF-8 names");
        return name;
    }

    /** The field counts only while it was made for this very name. */
    private static @Nullable String unicode(ByteBuffer name, ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xFFFF;
            int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
            ByteBuffer field = extra.slice(extra.position(), length).order(extra.order());
            extra.position(extra.position() + length);
            if (id != UNICODE_PATH || length <= VERSION_AND_CRC || field.get() != 1) continue;
            CRC32 crc = new CRC32();
            crc.update(name.duplicate());
            if (field.getInt() == (int) crc.getValue()) return decode(field, StandardCharsets.UTF_8);
        }
        return null;
    }

    private static @Nullable String decode(ByteBuffer bytes, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes.duplicate())
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
