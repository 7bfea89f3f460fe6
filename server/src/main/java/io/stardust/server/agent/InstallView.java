package io.stardust.server.agent;

import io.avaje.jsonb.Json;
import io.stardust.api.agent.AgentReleaseView;
import java.util.List;

/**
 * What the one-line install of a new node is made of.
 *
 * @param server where the node will look for us
 * @param script address of the script
 * @param command the line, with {@code TOKEN} where the enrolment token goes
 * @param packages the versions that the script would bring, one for each platform; empty: none was uploaded yet
 */
@Json
record InstallView(String server, String script, String command, List<AgentReleaseView> packages) {
    InstallView {
        packages = List.copyOf(packages);
    }
}
