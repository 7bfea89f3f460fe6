package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ManualClock;
import io.stardust.server.http.ApiException.TooMany;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final ManualClock clock = new ManualClock();
    private final Throttle throttle = new Throttle(clock);

    private void fail(int times) {
        for (int i = 0; i < times; i++) throttle.begin("name:anna", "address:1");
    }

    @Test
    void begin_refuses_whenFiveHaveFailed() {
        fail(5);

        assertThatThrownBy(() -> throttle.begin("name:anna", "address:2"))
                .isInstanceOf(TooMany.class)
                .hasMessageContaining("try again in 301 s");
        assertThatThrownBy(() -> throttle.begin("name:bert", "address:1")).isInstanceOf(TooMany.class);
    }

    @Test
    void begin_letsIn_whenFiveMinutesHavePassed() {
        fail(5);

        clock.advance(Duration.ofMinutes(5));

        assertThatCode(() -> throttle.begin("name:anna", "address:1")).doesNotThrowAnyException();
    }

    @Test
    void begin_forgets_whenTheWindowIsOver() {
        fail(4);
        clock.advance(Duration.ofMinutes(15));
        fail(4);

        assertThatCode(() -> throttle.begin("name:anna", "address:3")).doesNotThrowAnyException();
    }

    @Test
    void succeeded_takesTheAccountsFailuresBack_butOfTheAddressOneOnly() {
        fail(4);
        throttle.succeeded("name:anna", "address:1");

        assertThatCode(() -> throttle.begin("name:anna", "address:9")).doesNotThrowAnyException();
        throttle.begin("name:b", "address:1");
        throttle.begin("name:c", "address:1");
        assertThatThrownBy(() -> throttle.begin("name:d", "address:1")).isInstanceOf(TooMany.class);
    }

    @Test
    void begin_staysOpen_forWhoHasSignedInFromThatAddress() {
        throttle.begin("name:anna", "address:1");
        throttle.succeeded("name:anna", "address:1");
        for (int i = 0; i < 5; i++) throttle.begin("name:x" + i, "address:1");

        assertThatThrownBy(() -> throttle.begin("name:bert", "address:1")).isInstanceOf(TooMany.class);
        assertThatCode(() -> throttle.begin("name:anna", "address:1")).doesNotThrowAnyException();
        clock.advance(Duration.ofHours(12));
        for (int i = 0; i < 5; i++) throttle.begin("name:y" + i, "address:1");
        assertThatThrownBy(() -> throttle.begin("name:anna", "address:1")).isInstanceOf(TooMany.class);
    }

    @Test
    void undecided_takesTheAttemptBack_whateverTheServerFailedAt() {
        for (int i = 0; i < 50; i++) {
            throttle.begin("name:anna", "address:1");
            throttle.undecided("name:anna", "address:1");
        }

        assertThatCode(() -> throttle.begin("name:anna", "address:1")).doesNotThrowAnyException();
    }

    @Test
    void address_isTheNetworkOfIpv6_andTheMachineOfIpv4() {
        assertThat(Throttle.address("10.0.0.7")).isEqualTo("address:10.0.0.7");
        assertThat(Throttle.address("2001:db8:1:2::7"))
                .isEqualTo(Throttle.address("2001:db8:1:2:ffff::1"))
                .isNotEqualTo(Throttle.address("2001:db8:1:3::7"));
        assertThat(Throttle.address("fe80::1%eth0")).isEqualTo(Throttle.address("fe80::2"));
        assertThat(Throttle.address("no:address")).isEqualTo("address:no:address");
    }
}
