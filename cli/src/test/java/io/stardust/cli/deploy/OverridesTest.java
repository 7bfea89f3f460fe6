package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    @ParameterizedTest
    @CsvSource({
        "port,port",
        "file-name,fileName",
        "--oom-score-adjust,oomScoreAdjust",
        "user,userName",
        "--env,environment",
        "delay,delaySeconds",
        "fileName,fileName",
        "prot,prot"
    })
    void field_isThatOfTheOption(String option, String field) {
        assertThat(Overrides.field(option)).isEqualTo(field);
    }
}
