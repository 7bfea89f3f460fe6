package io.stardust.agent.supervise;

import io.stardust.agent.config.ConfigWriter;
import io.stardust.agent.install.Installer;
import io.stardust.agent.probe.Prober;
import io.stardust.agent.supervise.process.Cgroups;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.agent.supervise.process.Ports;
import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.agent.supervise.process.Runs;
import io.stardust.agent.supervise.process.Sessions;
import io.stardust.agent.supervise.process.Words;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/**
 * What every {@link App} works with.
 *
 * @param decisions Runs everything that touches an app's state, in order.
 * @param hands Runs what takes time; each piece ends with news to {@code decisions}.
 * @param memory Keeps records on disk.
 * @param log Hears what becomes of apps.
 * @param config Writes files that are made of config.
 * @param traffic Hears when their processes may be called.
 */
record SupervisorContext(
        Serial decisions,
        Hands hands,
        Memory memory,
        Installer installer,
        Launcher launcher,
        ProcTable table,
        Sessions sessions,
        Bulletin bulletin,
        Outputs outputs,
        Words words,
        SupervisorSettings settings,
        InstantSource clock,
        RandomGenerator random,
        Logger log,
        Prober prober,
        FileWatch files,
        Cgroups cgroups,
        Runs runs,
        Ports ports,
        WorkFolders folders,
        ConfigWriter config,
        Traffic traffic) {}
