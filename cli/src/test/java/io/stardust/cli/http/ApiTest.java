package io.stardust.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {
    @Test
    void query_encodesValues_andLeavesAbsentOnesOut() {
        assertThat(Api.query("/nodes", "q", "a b&c", "status", null, "limit", 5))
                .isEqualTo("/nodes?q=a+b%26c&limit=5");
        assertThat(Api.query("/nodes?q=x", "limit", 5)).isEqualTo("/nodes?q=x&limit=5");
        assertThat(Api.query("/nodes", "q", null)).isEqualTo("/nodes");
    }

    @ParameterizedTest
    @CsvSource({"400,2", "401,3", "403,1", "404,4", "409,5", "412,5", "413,1", "429,6", "500,1", "503,6"})
    void exit_saysWhatTheStatusMeans(int status, int code) {
        assertThat(Exit.of(status).code()).isEqualTo(code);
    }
}
