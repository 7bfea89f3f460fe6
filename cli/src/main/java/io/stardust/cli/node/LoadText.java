package io.stardust.cli.node;

import io.stardust.api.node.LoadView;

/** Says in short what a node uses; empty for what is not known. Pure functions. */
final class LoadText {
    private LoadText() {}

    static String cpu(LoadView load) {
        return Math.round(load.cpuRate() * 100) + "%";
    }

    static String memory(LoadView load) {
        return share(load.memory(), load.availableMemory());
    }

    static String disk(LoadView load) {
        return share(load.totalSize(), load.availableFreeSpace());
    }

    private static String share(long all, long free) {
        return all <= 0 ? "" : (all - free) * 100 / all + "%";
    }
}
