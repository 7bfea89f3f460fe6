package io.stardust.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-,      0, 99",
        "bytes=10-19,  10, 19",
        "bytes=90-500, 90, 99",
        "bytes=-10,    90, 99",
        "bytes=-500,    0, 99",
        "bytes=99-99,  99, 99",
    })
    void of_findsThePiece(String header, long from, long to) {
        assertThat(ByteRange.understood(header)).isTrue();
        assertThat(ByteRange.of(header, 100)).isEqualTo(Optional.of(new ByteRange(from, to)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void of_isEmpty_whenThereIsNoSuchPiece(String header) {
        assertThat(ByteRange.of(header, 100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,4-5",
                "lines=1-2",
                "bytes=x-",
                "bytes=1234567890123456789-"
            })
    void understood_isFalse_forWhatIsToBeIgnored(String header) {
        assertThat(ByteRange.understood(header)).isFalse();
    }
}
