package io.stardust.server.access;

import io.stardust.protocol.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The one-time code of the first set-up, {@code 7KQ2-M4XD-9RTB}: 60 random bits in letters that cannot be confused. */
final class SetupCode {
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's: no I, L, O, U

    private SetupCode() {}

    static String draw(RandomGenerator random) {
        var code = new StringBuilder(14);
        for (int i = 0; i < 12; i++) {
            if (i == 4 || i == 8) code.append('-');
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** The same for every manner of typing it: any case, with or without dashes and blanks. */
    static String hash(String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return Hashes.sha256Hex(plain.getBytes(StandardCharsets.UTF_8));
    }
}
