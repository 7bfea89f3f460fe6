package io.stardust.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the agent, run as systemd does and as people do. */
class StartScriptTest {
    @TempDir
    Path folder;

    private Home home;
    private Path starts;
    private @Nullable Process process;

    @BeforeEach
    void installed() throws Exception {
        var installation = new Installation(new Places(folder), _ -> {});
        starts = folder.resolve("starts");
        Files.writeString(starts, "");
        installation.install(program("4.0.0", 0), Map.of("server", "http://a:6600"));
        home = new Home(new Places(folder).home());
    }

    @AfterEach
    void end() {
        if (process != null) process.destroyForcibly();
    }

    /** Notes its version and words, then ends with {@code code}. */
    private PackageTree program(String version, int code) throws IOException {
        return program(version, "exit " + code);
    }

    private PackageTree program(String version, String then) throws IOException {
        String script = "echo " + version + " \"$STARDUST_PROGRAM\" \"$@\" >> " + starts + "\n" + then + "\n";
        return FakeProgram.tree(folder.resolve("packages/agent-" + version), version, script);
    }

    private void onTrial(String version, String then) throws IOException {
        Trees.copy(program(version, then).folder(), home.tree(version).folder());
        home.beginTrial(new Home.Trial(version, "4.0.0"));
        home.pointTo(version);
    }

    private int start(Map<String, String> environment, String... words) throws Exception {
        var command = new java.util.ArrayList<>(List.of(home.startScript().toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("STARDUST_"));
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor(20, TimeUnit.SECONDS)).as(said).isTrue();
        return started.exitValue();
    }

    /** As the unit does: one start, whoever supervises sees to the next. */
    private int supervised() throws Exception {
        return start(Map.of("STARDUST_SUPERVISED", "systemd"), "run", "--config", "f");
    }

    private List<String> versionsStarted() throws IOException {
        return Files.readAllLines(starts).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void script_startsTheCurrentVersion_withItsWords_andTellsWhereItLies() throws Exception {
        assertThat(supervised()).isZero();

        assertThat(Files.readAllLines(starts))
                .containsExactly("4.0.0 " + new Places(folder).home().toRealPath() + " run --config f");
    }

    @Test
    void script_goesBack_whenATrialEndsBeforeItIsWon() throws Exception {
        onTrial("4.0.1", "exit 1");

        assertThat(supervised()).isEqualTo(1); // tried once
        assertThat(home.current()).isEqualTo("4.0.1");
        assertThat(supervised()).isZero();

        assertThat(versionsStarted()).containsExactly("4.0.1", "4.0.0");
        assertThat(home.current()).isEqualTo("4.0.0");
        assertThat(home.trial()).isNull();
        assertThat(home.untold())
                .containsExactly(new Home.Failure("4.0.1", "it ended before it had reached its server"));
    }

    @Test
    void script_keepsTheReasonThatTheNewVersionGave() throws Exception {
        onTrial("4.0.1", "exit 75");
        supervised();
        home.fail("4.0.1", "no login within 60 s");
        supervised();

        assertThat(home.untold()).containsExactly(new Home.Failure("4.0.1", "no login within 60 s"));
    }

    @Test
    void script_staysWithAVersionThatHasWonItsTrial() throws Exception {
        onTrial("4.0.1", "exit 1");
        supervised();
        home.endTrial();
        supervised();
        supervised();

        assertThat(versionsStarted()).containsExactly("4.0.1", "4.0.1", "4.0.1");
    }

    @Test
    void script_takesATrialThatWasNeverSwitchedToForNone() throws Exception {
        home.beginTrial(new Home.Trial("4.0.1", "4.0.0"));
        supervised();
        supervised();

        assertThat(versionsStarted()).containsExactly("4.0.0", "4.0.0");
        assertThat(home.failed()).isEmpty();
    }

    @Test
    void script_startsAgainByItself_whenNobodySupervises() throws Exception {
        String twice = "[ \"$(grep -c 4.0.2 " + starts + ")\" -lt 2 ] && exit 75; exit 5";
        Trees.copy(program("4.0.2", twice).folder(), home.tree("4.0.2").folder());
        home.pointTo("4.0.2");

        assertThat(start(Map.of(), "run")).isEqualTo(5);
        assertThat(versionsStarted()).containsExactly("4.0.2", "4.0.2");
    }

    @Test
    void script_goesBackByItself_whenNobodySupervises() throws Exception {
        onTrial("4.0.1", "exit 1");

        assertThat(start(Map.of(), "run")).isZero();
        assertThat(versionsStarted()).containsExactly("4.0.1", "4.0.0");
    }

    @Test
    void script_leavesATrialAlone_forWordsOtherThanRun() throws Exception {
        onTrial("4.0.1", "exit 0");
        start(Map.of(), "status");
        start(Map.of(), "status");

        assertThat(home.current()).isEqualTo("4.0.1");
        assertThat(Files.readAllLines(starts)).hasSize(2).allMatch(line -> line.endsWith(" status"));
    }

    @Test
    void script_handsSigtermOn_whenNobodySupervises() throws Exception {
        Path ready = folder.resolve("ready");
        String waits = "trap 'echo told >> %s; exit 143' TERM; echo > %s; while :; do sleep 0.05; done"
                .formatted(starts, ready);
        Trees.copy(program("4.0.3", waits).folder(), home.tree("4.0.3").folder());
        home.pointTo("4.0.3");
        var builder = new ProcessBuilder(home.startScript().toString(), "run");
        builder.environment().keySet().removeIf(name -> name.startsWith("STARDUST_"));
        Process started = builder.start();
        process = started;
        while (!Files.exists(ready)) Thread.onSpinWait(); // told before, it would not have heard of it
        started.destroy();

        assertThat(started.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(started.exitValue()).isEqualTo(143);
        assertThat(Files.readAllLines(starts)).last().isEqualTo("told");
    }

    @Test
    void script_leavesNothingBehind_whereverSigtermComes() throws Exception {
        String waits = "echo $$ >> " + folder.resolve("pids") + "; while :; do sleep 0.05; done";
        Trees.copy(program("4.0.3", waits).folder(), home.tree("4.0.3").folder());
        home.pointTo("4.0.3");
        int steps = stepwise(-1);
        assertNothingRuns();
        assumeThat(steps).as("a shell that asks before each command").isPositive();

        for (int stop = 0; stop < steps; stop++) {
            stepwise(stop);
            assertNothingRuns();
        }
    }

    /** Neither the agent nor what the shell began: all of them have the folder in their words. */
    private void assertNothingRuns() {
        List<ProcessHandle> left = running();
        while (!left.isEmpty()) {
            for (ProcessHandle each : left)
                each.onExit().orTimeout(20, TimeUnit.SECONDS).join();
            left = running();
        }
    }

    private List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
                .toList();
    }

    /**
     * Runs the script, which gets its SIGTERM before the command of that number, or else when it waits for the agent;
     * to trace a command, the shell runs a program first, which counts.
     *
     * @return how many commands it ran until then
     */
    private int stepwise(int stop) throws Exception {
        Path count = folder.resolve("count" + stop); // what the shell began may outlive it, and count on
        Path trace = folder.resolve("trace" + stop);
        Files.writeString(count, "0\n");
        Files.writeString(folder.resolve("pids"), "");
        String script = "#!/bin/sh\nread n < %s\necho $((n+1)) > %s\n[ $n -ne %d ] || kill -TERM $1\n"
                .formatted(count, count, stop);
        Path step = Files.writeString(folder.resolve("step" + stop), script);
        assertThat(step.toFile().setExecutable(true)).isTrue();
        var builder = new ProcessBuilder("sh", "-x", home.startScript().toString(), "run");
        builder.environment().keySet().removeIf(name -> name.startsWith("STARDUST_"));
        builder.environment().put("PS4", "$(" + step + " $$)+ ");
        Process started =
                builder.redirectErrorStream(true).redirectOutput(trace.toFile()).start();
        process = started;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (stop < 0 && !waits(trace) && System.nanoTime() < end) Thread.onSpinWait();
        int steps = stop < 0 ? number(count) : 0;
        if (stop < 0) started.destroy();
        boolean ended = started.waitFor(30, TimeUnit.SECONDS);
        String told = "stopped at %s\n%s".formatted(stop, Files.readString(trace));
        assertThat(ended).as(told).isTrue();
        assertThat(started.exitValue()).as(told).isEqualTo(143);
        return steps;
    }

    /** A shell empties a file before it writes to it. */
    private static int number(Path file) throws IOException {
        String text = "";
        while (text.isEmpty()) text = Files.readString(file).strip();
        return Integer.parseInt(text);
    }

    /** All that comes before is done, and the agent has begun. */
    private boolean waits(Path trace) throws IOException {
        return Files.readString(trace).contains("+ wait ")
                && !Files.readString(folder.resolve("pids")).isBlank();
    }
}
