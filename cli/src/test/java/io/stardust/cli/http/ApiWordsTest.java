package io.stardust.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiWordsTest {
    @ParameterizedTest
    @CsvSource({
        "remove them with force=true,remove them with --force",
        "port: 70000 (expected: 0 to 65535),--port: 70000 (expected: 0 to 65535)",
        "fileName: a/b (expected: a name),--file-name: a/b (expected: a name)",
        "reverts: 3 (expected: absent beside releaseId),reverts: 3 (expected: none beside --version)",
        "healthSeconds: 0 (expected: more),--health: 0 (expected: more)",
        "userName: x (expected: a user),--user: x (expected: a user)",
        "startAt: 5 (expected: epoch ms within a year from now),--at: 5 (expected: a time within a year from now)",
        "readiness.periodMs: 1 (expected: 100–3600000),--readiness-period: 1 ms (expected: 100–3600000 ms)",
        "liveness.target: x (expected: a path),--liveness: x (expected: a path)",
        "clear: prot (expected: port or fileName),--clear: prot (expected: port or --file-name)",
        "node webPort is taken,node webPort is taken",
        "no deployment shop,no deployment shop"
    })
    void said_namesOptions(String server, String people) {
        assertThat(ApiWords.said(server)).isEqualTo(people);
    }
}
