package io.stardust.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
    @ParameterizedTest
    @CsvSource({
        "60000,60,1000",
        "3600000,60,60000",
        "3600001,60,120000",
        "86400000,60,1800000",
        "604800000,60,10800000",
        "1,1,1",
        "31536000000,60,604800000",
        "5184000000,60,86400000"
    })
    void length_isTheShortestThatFits(long span, int count, long length) {
        assertThat(Buckets.length(span, count)).isEqualTo(length);
    }
}
