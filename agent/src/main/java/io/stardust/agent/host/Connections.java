package io.stardust.agent.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The TCP connections of this machine, as the kernel lists them. Immutable. */
public final class Connections {
    private static final String ESTABLISHED = "01";
    private static final List<String> TABLES = List.of("proc/net/tcp", "proc/net/tcp6");

    private final Kernel kernel;

    /** @param root of the machine's files, usually {@code /} */
    public Connections(Path root) {
        this.kernel = new Kernel(root);
    }

    /** How many are open to one of {@code ports} of this machine; -1 when the kernel has no such list. */
    public int to(Set<Integer> ports) {
        boolean known = false;
        int count = 0;
        for (String table : TABLES) {
            known |= kernel.has(table);
            for (String line : kernel.lines(table)) {
                List<String> words = Kernel.words(line); // 0: 0100007F:1F90 0200007F:C350 01 …
                if (words.size() > 3 && words.get(3).equals(ESTABLISHED) && ports.contains(port(words.get(1)))) count++;
            }
        }
        return known ? count : -1;
    }

    private static int port(String address) {
        String port = address.substring(address.lastIndexOf(':') + 1).toUpperCase(Locale.ROOT);
        try {
            return Integer.parseInt(port, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
