package io.stardust.agent.host;

/**
 * The machine's memory in bytes.
 *
 * @param available What apps can get without swapping.
 * @param free What nobody uses at all.
 */
record Memory(long total, long available, long free) {
    static Memory of(Kernel kernel) {
        long total = 0;
        long available = 0;
        long free = 0;
        for (String line : kernel.lines("proc/meminfo")) {
            if (line.startsWith("MemTotal:")) total = bytes(line);
            if (line.startsWith("MemAvailable:")) available = bytes(line);
            if (line.startsWith("MemFree:")) free = bytes(line);
        }
        return new Memory(total, available, free);
    }

    /** {@code MemTotal: 24684096 kB}. */
    private static long bytes(String line) {
        var words = Kernel.words(line);
        return words.size() < 2 ? 0 : Kernel.number(words.get(1)) * 1024;
    }
}
