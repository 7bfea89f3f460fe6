package io.stardust.agent.supervise;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of one app, so that the agent after this one knows it. Runs on the supervisor's thread of
 * decisions; the disk follows.
 */
final class Ledger {
    private final Memory memory;
    private ProcessRecord record;

    Ledger(Memory memory, String name) {
        this.memory = memory;
        this.record = memory.of(name);
    }

    ProcessRecord record() {
        return record;
    }

    void keep(ProcessRecord next) {
        record = next;
        memory.keep(next);
    }

    /** Written down with what follows from it, not before. */
    void note(ProcessRecord next) {
        record = next;
    }

    /** What was noted is written down now. */
    void keepNoted() {
        memory.keep(record);
    }

    /** Nothing of it is known any more. */
    void clear(String name) {
        record = ProcessRecord.none(name);
        memory.forget(name);
    }

    /** Why the process that runs is not the one wanted; null when it is. */
    @Nullable
    Reason staleness(DesiredApp wanted) {
        if (wanted.deploy().restarts() > record.restarts()) return Reason.of(Code.RESTART_ASKED);
        if (!wanted.settings().equals(record.settings())) return Reason.of(Code.SETTINGS_CHANGED);
        boolean anew = wanted.onConfig() == DesiredApp.OnConfig.RESTART;
        if (anew && !isConfigured(wanted)) return Reason.of(Code.CONFIG_CHANGED);
        if (!wanted.packageHash().equals(record.installed())) return Reason.of(Code.OTHER_RELEASE);
        String version = wanted.deploy().version(); // the process knows its own as STARDUST_RELEASE
        if (version != null && record.version() != null && !version.equals(record.version())) {
            return Reason.of(Code.OTHER_VERSION, "version", version);
        }
        return null;
    }

    /** The process that runs knows its files that are made of config, or there are none to know of. */
    boolean isConfigured(DesiredApp wanted) {
        return wanted.task() || wanted.config().isEmpty() || wanted.config().equals(record.config());
    }

    /** What is wanted is on disk. */
    void released(DesiredApp wanted) {
        release(
                wanted.packageHash(),
                wanted.deploy().releaseId(),
                wanted.deploy().version());
    }

    private void release(String hash, long releaseId, @Nullable String version) {
        boolean same = hash.equals(record.installed()) && releaseId == record.releaseId();
        if (!same) keep(record.of(hash, releaseId, version));
    }

    /**
     * That process runs it.
     *
     * @param command As the kernel shows it.
     * @param intervention Why its guard has ended the one before; null = it has not.
     * @param machineLife See {@link ProcTable#bootId}.
     */
    void runs(
            ManagedProcess process,
            Starting how,
            List<String> command,
            @Nullable Reason intervention,
            String machineLife) {
        release(how.hash(), how.releaseId(), how.version());
        keep(record.runs(
                        process.pid(),
                        process.startTicks(),
                        process.started().toEpochMilli(),
                        command,
                        how.launch().directory().toString(),
                        how.wanted().settings(),
                        how.wanted().deploy().restarts(),
                        machineLife,
                        how.wanted().config(),
                        how.wanted().second())
                .because(intervention));
    }

    /** Whether it is the process that was written down. */
    boolean knows(ManagedProcess process) {
        return record.pid() == process.pid() && record.startTicks() == process.startTicks();
    }
}
