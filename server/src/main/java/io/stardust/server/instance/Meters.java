package io.stardust.server.instance;

import io.stardust.protocol.app.AppInfo;

/**
 * What an instance last said of itself. Immutable.
 *
 * @param cpu cores used
 * @param memory resident bytes
 * @param handles open files
 */
record Meters(double cpu, long memory, int threads, int handles) {
    static Meters of(AppInfo told) {
        double cpu = Double.isFinite(told.cpuUsage()) ? Math.max(0, told.cpuUsage()) : 0;
        return new Meters(
                cpu, Math.max(0, told.workingSet()), Math.max(0, told.threads()), Math.max(0, told.handles()));
    }
}
