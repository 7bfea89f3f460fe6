package io.stardust.cli.deploy;

import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The deployment that a verb is about and the nodes it is limited to. Filled by picocli. */
final class Chosen {
    @Parameters(paramLabel = "NAME", description = "Deployment name or ID.")
    private String name = "";

    @Option(
            names = {"-n", "--node"},
            paramLabel = "NODE",
            split = ",",
            description = "Only on this node: name, ID or code; repeatable; default: all nodes.")
    private List<String> nodes = List.of();

    String name() {
        return name;
    }

    List<String> nodes() {
        return nodes;
    }
}
