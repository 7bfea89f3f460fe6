package io.stardust.server.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Addresses and networks, {@code 10.0.0.0/8, ::1}. Immutable. */
public final class Networks {
    /** No address is in it. */
    public static final Networks NONE = new Networks(List.of());

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Reads a list with commas between.
     *
     * @throws IllegalArgumentException naming the part that is none
     */
    public static Networks of(String text) {
        List<Network> read = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) read.add(Network.of(part.strip()));
        }
        return read.isEmpty() ? NONE : new Networks(read);
    }

    /** True when {@code address}, as digits, lies in one of them. */
    public boolean contain(String address) {
        if (networks.isEmpty()) return false;
        Optional<byte[]> bytes = bytes(address);
        return bytes.isPresent() && networks.stream().anyMatch(network -> network.contains(bytes.get()));
    }

    /** The bytes of an address that is written as digits; empty for anything else: no name is looked up. */
    static Optional<byte[]> bytes(String address) {
        try {
            return Optional.of(
                    InetAddress.ofLiteral(address.replaceAll("%.*", "")).getAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Whose {@code address} is, for what is counted: of IPv6 the network, since one who has an address there has them
     * all.
     */
    public static String sender(String address) {
        if (!address.contains(":")) return address;
        Optional<byte[]> bytes = bytes(address);
        if (bytes.isEmpty()) return address;
        int length = bytes.get().length == 16 ? 8 : bytes.get().length; // IPv4 written as IPv6 comes as 4 bytes
        return HexFormat.of().formatHex(bytes.get(), 0, length);
    }

    @Override
    public String toString() {
        return networks.toString();
    }

    /** The first {@code bits} of {@code base} are those of every address in it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Network(byte[] base, int bits) {
        static Network of(String text) {
            int slash = text.indexOf('/');
            byte[] base = bytes(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> wrong(text));
            int all = base.length * 8;
            if (slash < 0) return new Network(base, all);
            String digits = text.substring(slash + 1);
            if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > all) throw wrong(text);
            return new Network(base, Integer.parseInt(digits));
        }

        private static IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException(text + " is neither an address nor a network");
        }

        boolean contains(byte[] address) {
            if (address.length != base.length) return false;
            int whole = bits / 8;
            if (!Arrays.equals(base, 0, whole, address, 0, whole)) return false;
            int rest = bits % 8;
            int mask = 0xff << (8 - rest);
            return rest == 0 || (base[whole] & mask) == (address[whole] & mask);
        }
    }
}
