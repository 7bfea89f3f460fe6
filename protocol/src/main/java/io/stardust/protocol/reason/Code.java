package io.stardust.protocol.reason;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The reasons that agents and servers of this product give, each with its sentence in English. This is the only place
 * where they are worded in English; the console has its own words for each, and a test that holds both together. A code
 * is never given another meaning or other parameters.
 *
 * <p>In a sentence {@code {name}} stands for a parameter as it is, {@code {cause}} for the sentence of the cause, and
 * {@code {name:kind}} for a parameter that each language writes in its own way:
 *
 * <ul>
 *   <li>{@code time}: milliseconds; {@code bytes}: their number.
 *   <li>{@code process}: such as {@code 17 (nginx)}; empty = one that is not known.
 *   <li>{@code names}, {@code processes}: one a line; a last line {@code +3} = and three more.
 *   <li>{@code state}: a {@link io.stardust.protocol.deploy.PlacementState} by its wire name.
 * </ul>
 */
public enum Code {
    // How a process ended
    EXITED("exited with code {code} after {lived:time}"),
    SIGNALLED("was ended by signal {signal} after {lived:time}"),
    KILLED("was ended by signal 9 (SIGKILL: kill -9, or the machine ran out of memory) after {lived:time}"),
    ENDED_UNKNOWN("ended, its exit code is not known, after {lived:time}"),
    MEMORY_KILLED("was killed by the kernel after {lived:time}: it reached its memory limit of {limit} MB"),
    ENDED_UNSEEN("it ended while the agent was away; its exit code is not known"),
    LEFT_BEHIND("{cause} and left {left:processes} behind, ended now"),
    DAEMON("{cause} and left {left:processes} behind, ended now (expected: a program that stays in the foreground)"),
    LAST_LINE("{cause}: {line}"),
    AND_PORT_TAKEN("{cause}; port {port} is taken by {holder:process}"),
    AND_SOME_PORT_TAKEN("{cause}; a port it wants is taken"),
    STARTED_AGAIN("{cause}, started again"),
    NEXT_START("{cause}; next start in {delay:time}"),
    GIVEN_UP("{cause}; given up after {failures} failures in a row"),
    RESTARTED("{cause} (restarted {times} times by its agent)"),
    MORE_ENDS("{cause} (ended {ends} times since the last report)"),

    // Why a process was ended
    RESTART_ASKED("a restart was asked for"),
    SETTINGS_CHANGED("its settings changed"),
    CONFIG_CHANGED("its config files changed"),
    OTHER_RELEASE("another release is wanted"),
    OTHER_VERSION("it is release {version} now, with the same package"),
    TAKES_ITS_PLACE("{version} takes its place"),
    UNWANTED("nobody wants it to run"),
    REMOVED("removed"),
    SERVED_ELSEWHERE("another program serves it now"),
    FILES_CHANGED("files changed: {files:names}"),
    MEMORY_LIMIT("used {used} MB of memory, limit {limit} MB"),
    LED_AWAY("calls are led away, for {seconds} s at most"),
    NOT_ACKNOWLEDGED("{cause} ({who:names} did not acknowledge that it leaves)"),
    CALLS_UNDER_WAY("{cause} ({calls} calls were under way)"),
    KILLED_LATE("{cause} (did not end in time, killed)"),
    STRAYS_ENDED("{cause}; ended {left:processes} that it had started apart"),
    STOP_FAILED("{cause} (unexpected: {error})"),
    LEFTOVERS_ENDED("ended {left:processes} that an earlier start had left behind"),
    RESTART_ASKED_HERE("a restart was asked for on this machine"),
    WATCHDOG("watchdog: process {pid} did not call for {silence} s"),
    BAD_NAME("service name '{name}' (expected: 1 to 64 of A-Z a-z 0-9 . _ -)"),
    NAME_TAKEN("the name '{name}' is placement {placement}'s on this node"),
    NAME_TAKEN_OVER("placement {placement} has its name and its files"),

    // Whether it is well
    LIVENESS("liveness: {cause}"),
    READINESS("readiness: {cause}"),
    NOT_READY_YET("not ready yet: {cause}"),
    TIMES("{cause}, {times} times"),
    PROBE_YES("{probe} says yes"),
    PROBE_OPEN("{probe} accepts connections"),
    PROBE_ANSWERED("{probe} answered {status}"),
    PROBE_NOT_HTTP("{probe} does not speak HTTP"),
    PROBE_NO_STATUS("{probe} answered no HTTP"),
    PROBE_WITHOUT("{probe} answered {status} without '{expected}'"),
    PROBE_CLOSED("{probe} closed the connection without an answer"),
    PROBE_SILENT("{probe} gave no answer"),
    PROBE_LATE("{probe}: no answer in {timeout} ms"),
    PROBE_EXITED("{probe} exited with code {code}"),
    PROBE_EXITED_SAYING("{probe} exited with code {code} ({line})"),
    PROBE_REFUSED("{probe}: connection refused"),
    PROBE_FAILED("{probe}: {error}"),
    PORT_SILENT("nothing of it listens at port {port}"),
    PORT_HELD("port {port} is held by {holder:process}"),
    PORT_HELD_BEFORE("port {port} is held by {holder:process}, left by an earlier run of it"),
    PORT_TAKEN("port {port} is taken by {holder:process}"),

    // What an install or a start does and why it cannot
    STARTED_AS("process {pid}"),
    FILES_LAY_THERE("its files lay there already"),
    HOST_TOLD("its host was told of the new files"),
    CONFIG_WRITTEN("its config files were written anew"),
    CONFIG_RELOADED("its config files were written anew, and it was told to read them"),
    FETCHED_BEFORE("was here already"),
    FETCHED("{size:bytes}"),
    FETCHED_PART("fetched {moved:bytes} of {size:bytes}"),
    CHECKED("SHA-256 {hash}"),
    REPAIRED("repaired: {files}"),
    NOT_INSTALLED("the new release was not installed: {cause}"),
    NOT_APPLIED("new settings not applied: {cause}"),
    NOT_BESIDE("it was started beside the one that runs and stopped again: {cause}"),
    NOT_REMOVED("not removed: {cause}"),
    NOT_REMOVED_YET("not removed yet: {cause}"),
    UNSTARTABLE("it could not be started: {cause}"),
    CANNOT_START("cannot be started: {error}"),
    TASK_UNWRITTEN("the task cannot be written down before it runs: {error}"),
    AGENT_ENDS("the agent ends"),
    UNEXPECTED("unexpected: {error}"),
    FILES_READY_BUT("the files are in place, but {cause}"),
    CONFIG_UNWRITTEN("its config files could not be written: {cause}"),
    RELOAD_FAILED("the files are in place, but the reload command {command} {cause}"),
    RELOAD_LATE("the files are in place, but the reload command {command} did not end within {patience:time}, killed"),
    NO_COMMAND("nothing to start: the command is empty"),
    NO_WORK_DIRECTORY("work directory {folder} does not exist"),
    NO_OUTPUT("no place for the output: {cause}"),
    COMMAND_NOT_ON_PATH("command '{command}' not found on PATH {path}"),
    COMMAND_NOT_FOUND("command not found: {command}"),
    COMMAND_NOT_IN("command not found: {command} (looked in {folders})"),
    NO_PROGRAM("program {file} does not exist"),
    NOT_EXECUTABLE("program {file} is not executable"),
    NO_INTERPRETER("script {file} is for {interpreter} (its first line), which is not on this node"),
    INTERPRETER_NOT_ON_PATH("script {file} is for {interpreter} (its first line), which is not on PATH"),
    MADE_FOR_SYSTEM("program {file} is made for {system}"),
    MADE_FOR_PROCESSOR("program {file} is made for {processor}, not for this node's {mine}"),
    NO_SETPRIV("cannot run as user '{user}': setpriv is not installed"),
    NOT_ROOT("cannot run as user '{user}': the agent runs as '{self}' (expected: root)"),
    NO_USER("user '{user}' does not exist on this node"),
    USER_UNKNOWN("user '{user}' cannot be looked up: {cause}"),
    NOT_GIVEN("directory {folder} cannot be given to user '{user}': {cause}"),
    FOLDER_OF_OTHER("work directory {folder} is that of '{app}' (expected: a folder of its own)"),
    FOLDER_TAKEN(
            "work directory {folder} is taken by app {app} (expected: a folder of its own, not inside another app's and none inside it)"),
    FOLDER_OF_AGENT("work directory {folder} holds files of the agent itself (expected: a folder of its own)"),
    FOLDER_OF_SYSTEM("work directory {folder} is a folder of the system (expected: a folder of its own)"),
    NO_JAVA("no java at {file}, where the deployment's JAVA_HOME leads"),
    SEVERAL_STARTS("several files could be started: {files}; name one as start file"),
    START_FILE_OUTSIDE("file '{file}' is not below {folder}"),
    START_FILE_LINE(
            "start file '{file}': no such file or command (expected: one file or command; arguments such as '{arguments}' are a field of their own)"),
    HOSTED("{app} is hosted by another program: nothing to start"),
    NO_PACKAGE_URL("release '{version}' names no package URL"),
    NO_PACKAGE("the server has no package at {url}: {cause}"),
    CANNOT_DOWNLOAD("cannot download {url}: {cause}"),
    DOWNLOAD_CUT("the connection ended after {have} of {total} bytes"),
    DOWNLOAD_STALLED("the download has stalled: {bytes} bytes in {seconds} s"),
    TOO_MUCH_SENT("the server sends more than the {total} bytes expected"),
    NO_HASH("release '{version}' names no hash (expected: SHA-256 or MD5 of its package)"),
    HASH_DIFFERS("the package of release '{version}' has {kind} {found} (expected: {hash})"),
    NOT_SIGNED("the package of release '{version}' is not signed (expected: by a key of packages.keys)"),
    SIGNED_BY_OTHER("the package of release '{version}' is signed by key {key} (expected: one of packages.keys)"),
    BAD_SIGNATURE(
            "the package of release '{version}' has a signature that is not of key {key}; it was changed after signing"),
    NOT_THE_SIGNED("the package of release '{version}' is not the one that was signed, whose SHA-256 is {hash}"),
    BAD_MANIFEST("the package of release '{version}' has {what}"),
    NO_MANIFEST("cannot fetch the manifest: {error}"),
    PACKAGE_REFUSED("the package is refused: {error}"),
    PACKAGE_CHANGED("{file} was changed while it was unpacked"),
    CANNOT_KEEP("cannot keep the package: {cause}"),
    NO_DOWNLOAD_FOLDER("cannot make a folder for the download: {cause}"),
    CANNOT_UNPACK("cannot unpack: {cause}"),
    CANNOT_PREPARE("cannot prepare the install of {app}: {cause}"),
    CANNOT_INSTALL("cannot install {app}: {cause}"),
    UNDO_FAILED("{cause}; undoing it failed too and is tried again later: {undone}"),
    CANNOT_UNDO("an earlier install of {app} cannot be undone: {cause}"),
    CANNOT_COMPARE("cannot compare the files of {app} with its release: {cause}"),
    CANNOT_LOOK("cannot look through the files of {app}: {cause}"),

    // Why a file could not be read, written or moved
    DISK_FULL("disk full: no space is left for {file}"),
    DISK_FULL_AT("disk full: {folder}: no space is left"),
    DISK_TOO_SMALL("disk full: {folder}: {needed} bytes needed, {usable} may be used"),
    QUOTA_USED("disk full: the quota is used up at {file}"),
    DISK_READ_ONLY("the disk of {file} is read-only"),
    DISK_FAULT("the disk of {file} has a fault (input/output error)"),
    DISK_GONE("the network disk of {file} is gone"),
    FILE_IMMUTABLE("{file} may not be changed (immutable?)"),
    NO_PERMISSION("no permission for {file}"),
    FILE_IN_USE("{file} is a mount point, or in use"),
    OTHER_DISK("{file} lies on another disk, or is a mount point"),
    NAME_TOO_LONG("the name of {file} is too long for this disk"),
    PROGRAM_RUNS("{file} is a program that runs"),
    TOO_MANY_FILES("too many files are open, so {file} could not be opened"),
    TOO_MANY_LINKS("{file} has too many links"),
    LINK_RING("{file} leads in a ring of symbolic links"),
    NO_FOLDER("{file} is no folder"),
    IS_FOLDER("{file} is a folder"),
    NO_FILE("{file} is not there"),
    FILE_THERE("something is at {file} already"),
    FOLDER_NOT_EMPTY("folder {file} is not empty"),
    FILE_UNUSABLE("{file} cannot be used"),
    IO_FAILED("input or output failed"),

    // What the server says itself
    NOT_READY_WITHIN("not ready within {limit} s: {cause}"),
    NODE_AWAY("node {node} is not connected; it will be updated when it returns"),
    NOT_BEGUN("its agent has not begun with it"),
    NOT_BEGUN_SAID("its agent has not begun with it; it said last: {cause}"),
    IS_STATE("it is {state:state}"),
    WAS_READY("was ready, is {state:state}"),
    WAS_READY_SAID("was ready, is {state:state}: {cause}"),
    NO_REASON("the agent gave no reason"),
    TASK_FAILED("it ended with exit code {code}"),
    AGENT_GAVE_UP("the agent gave up"),
    FAILED("it failed"),
    CAME_AFTER("replaced by rollout {rollout}"),
    CANCELLED_BY("cancelled by {who}"),
    REMOVED_BY("removed by {who}"),
    STOPPED_BY("stopped by {who}"),
    REMOVED_BEFORE("it was removed before it began"),
    DISABLED_BEFORE("it was disabled before it began"),
    ALREADY_AT("already at {version}, nothing to do"),
    ON_NODE("{node}: {cause}"),
    FAILED_TOO_MANY("{count} failed ({cause}), tolerated: {tolerated}"),
    LATE_TOO_MANY("{count} failed (not ready in time), tolerated: {tolerated}"),
    PAUSED_BY("paused by {who}"),
    ROLLED_BACK_BY("rolled back by {who}"),
    ROLLED_BACK_TO("rolled back to {version}"),
    REVERTED_BY("reverted by {who}"),
    DEPLOYMENT_DISABLED("deployment {deployment} is disabled"),
    RELEASE_GONE("release {release} is gone"),
    CANARY_COMPLETE("canary complete; waiting for approval"),
    UPLOAD_AGAIN("upload the same package again"),
    NOT_BEGUN_REVERTED("it had not begun when the rollout was reverted"),
    STOPPED_REVERTED("it was stopped when the rollout was reverted"),

    // Anything else
    SAID("{text}");

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String template;

    Code(String template) {
        this.template = template;
    }

    /** Its name on the wire, e.g. {@code last-line}. */
    public String wire() {
        return wire;
    }

    /** Its sentence. */
    public String template() {
        return template;
    }

    /** What has that name on the wire; null = nothing that is known here. */
    static @Nullable Code of(String wire) {
        for (Code each : values()) if (each.wire.equals(wire)) return each;
        return null;
    }
}
