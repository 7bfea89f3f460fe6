package io.stardust.server.http;

import io.stardust.server.http.ApiException.Invalid;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are meant: a network such as {@code 10.0.0.0/8} or {@code fd00::/8}, or text in which {@code *}
 * stands for anything, such as {@code 10.0.*.7}. Immutable.
 */
public final class AddressPattern {
    private static final int LONGEST = 64;

    private final String text;
    private final byte @Nullable [] network;
    private final int bits;

    private AddressPattern(String text, byte @Nullable [] network, int bits) {
        this.text = text;
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads a pattern.
     *
     * @throws Invalid if it is none
     */
    public static AddressPattern of(@Nullable String written) {
        return of("pattern", written);
    }

    /** As {@link #of(String)}; a message names {@code field}. */
    static AddressPattern of(String field, @Nullable String written) {
        String text = written == null ? "" : written.trim().toLowerCase(Locale.ROOT);
        boolean plain = !text.isEmpty() && text.length() <= LONGEST;
        for (int i = 0; i < text.length(); i++) plain &= "0123456789abcdef.:*/".indexOf(text.charAt(i)) >= 0;
        int slash = text.indexOf('/');
        byte @Nullable [] network = null;
        int bits = 0;
        if (plain && slash >= 0) {
            network = bytes(text.substring(0, slash));
            bits = number(text.substring(slash + 1));
            plain = network != null && bits >= 0 && bits <= network.length * 8;
        } else if (plain && text.indexOf('*') < 0) {
            plain = bytes(text) != null;
        }
        if (!plain) {
            throw new Invalid(field, Check.shown(text), "an address, 10.0.*, or 10.0.0.0/8");
        }
        return new AddressPattern(text, network, bits);
    }

    private static int number(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }

    private static byte @Nullable [] bytes(String address) {
        boolean short4 = address.indexOf(':') < 0 && address.split("\\.", -1).length != 4; // which Java would complete
        if (short4) return null;
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** True when {@code address} is meant. */
    public boolean matches(String address) {
        byte @Nullable [] meant = network;
        if (meant == null) return matches(text, address.toLowerCase(Locale.ROOT));
        byte @Nullable [] bytes = bytes(address);
        if (bytes == null || bytes.length != meant.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((bytes[bit / 8] & mask) != (meant[bit / 8] & mask)) return false;
        }
        return true;
    }

    /** Part by part, so that no pattern takes long. */
    private static boolean matches(String pattern, String address) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) return pattern.equals(address);
        if (!address.startsWith(parts[0])) return false;
        int at = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = address.indexOf(parts[i], at);
            if (found < 0) return false;
            at = found + parts[i].length();
        }
        String last = parts[parts.length - 1];
        return address.length() - at >= last.length() && address.endsWith(last);
    }

    @Override
    public String toString() {
        return text;
    }
}
