package io.stardust.agent.supervise;

import io.stardust.agent.install.Installer;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What every {@link App} works with.
 *
 * @param decisions Runs everything that touches an app's state, in order.
 * @param hands Runs what takes time; each piece ends with news to {@code decisions}.
 * @param memory Keeps records on disk.
 */
record Workshop(
        Serial decisions,
        Executor hands,
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
        RandomGenerator random) {}
