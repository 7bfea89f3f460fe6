package io.stardust.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Runs one load program by its name, or all of them; exit 0 when every bound holds, 1 when one does not. */
public final class Main {
    private static final Map<String, Load> LOADS = new TreeMap<>(Map.ofEntries(
            Map.entry("server-start", new ServerStart()),
            Map.entry("agent-memory", new AgentMemory()),
            Map.entry("agent-logs", new AgentLogs()),
            Map.entry("restart", new Restart()),
            Map.entry("publish", new Publish()),
            Map.entry("delta", new Delta()),
            Map.entry("rollback", new Rollback()),
            Map.entry("fleet", new Fleet()),
            Map.entry("soak", new Soak()),
            Map.entry("console-api", new ConsoleApi()),
            Map.entry("console-size", new ConsoleSize()),
            Map.entry("rollout-page", new RolloutPage()),
            Map.entry("registry", new RegistryRates()),
            Map.entry("registry-growth", new RegistryGrowth()),
            Map.entry("push", new PushTimes()),
            Map.entry("push-killed", new PushKilled()),
            Map.entry("sdk", new Sdk()),
            Map.entry("starter", new Starter()),
            Map.entry("connections", new Connections()),
            Map.entry("config-read", new ConfigRead()),
            Map.entry("config-publish", new ConfigPublish()),
            Map.entry("config-fanout", new ConfigFanout()),
            Map.entry("zero-fail", new ZeroFail()),
            Map.entry("logs", new Logs()),
            Map.entry("appender", new Appender()),
            Map.entry("writes", new Writes())));

    private Main() {}

    /**
     * {@code args}: a name, or nothing for all but those that take half an hour. The launcher's path comes as
     * {@code -Dstardust.launcher}.
     */
    public static void main(String[] args) throws Exception {
        Path launcher =
                Path.of(System.getProperty("stardust.launcher", "./stardust")).toAbsolutePath();
        if (args.length > 1 || (args.length == 1 && !LOADS.containsKey(args[0]))) {
            System.err.println("bench: one of " + LOADS.keySet() + ", or nothing for all but soak, zero-fail and logs");
            System.exit(2);
        }
        boolean held = true;
        for (var load : LOADS.entrySet()) {
            if (args.length == 1
                    ? !load.getKey().equals(args[0])
                    : load.getValue().onlyByName()) continue;
            Result result = load.getValue().run(launcher);
            held &= result.held();
            System.out.println(load.getKey() + ": " + result.text());
        }
        System.exit(held ? 0 : 1);
    }

    /** One load program. */
    interface Load {
        Result run(Path launcher) throws Exception;

        /** True for one that takes so long that it runs only when it is asked for. */
        default boolean onlyByName() {
            return false;
        }
    }

    /**
     * What a load program found.
     *
     * @param held true when its bound holds
     * @param text {@code figure unit, peer figure, ratio r}
     */
    record Result(boolean held, String text) {}
}
