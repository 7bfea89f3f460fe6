package io.stardust.server.registry;

import static io.stardust.server.registry.TestRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who goes when: the ping period is 30 s, so a lease is 90 s. */
class LeasesTest {
    private static final Instance CONSUMER = instance("web", 99, true);

    @TempDir
    Path data;

    private TestRegistry test;
    private final List<Instance> providers = new ArrayList<>();

    @BeforeEach
    void start() {
        test = new TestRegistry(data);
        for (int i = 0; i < 10; i++) {
            Instance one = instance("orders", i, true);
            providers.add(one);
            test.register(one, "Orders");
        }
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private int shown() {
        return test.resolve(CONSUMER, "Orders").size();
    }

    private void beat(int from, int to) {
        providers.subList(from, to).forEach(test.registry()::alive);
    }

    @Test
    void provider_goesAtOnce_whenItsProcessEndsOrItLogsOutOrItsAppIsShutOut() {
        test.left(providers.get(0), Departure.ENDED);
        test.left(providers.get(1), Departure.LOGOUT);
        test.left(providers.get(2), Departure.SHUT_OUT);

        assertThat(shown()).isEqualTo(7);
    }

    @Test
    void provider_goesAtItsLease_whenItIsSilent() {
        test.pass(Duration.ofSeconds(60));
        beat(0, 9);
        test.pass(Duration.ofSeconds(29));
        assertThat(shown()).isEqualTo(10);

        test.pass(Duration.ofSeconds(2));
        assertThat(shown()).isEqualTo(9);
    }

    @Test
    void provider_staysForFiveMinutes_whenItsClientIsForeign() {
        Instance old = instance("old", 50, false);
        test.register(old, "Orders");
        for (int i = 0; i < 9; i++) {
            test.pass(Duration.ofSeconds(30));
            beat(0, 10);
        }
        assertThat(shown()).isEqualTo(11);

        test.pass(Duration.ofSeconds(31));
        assertThat(shown()).isEqualTo(10);
    }

    @Test
    void provider_goesAtHalfItsLease_whenItsChannelEndedAndNothingCame() {
        test.registry().unlinked(providers.getFirst());
        test.pass(Duration.ofSeconds(30));
        beat(1, 10);
        test.pass(Duration.ofSeconds(14));
        assertThat(shown()).isEqualTo(10);

        test.pass(Duration.ofSeconds(2));
        assertThat(shown()).isEqualTo(9);
    }

    @Test
    void provider_stays_whenItComesBackAfterItsChannelEnded() {
        test.registry().unlinked(providers.getFirst());
        test.pass(Duration.ofSeconds(2));
        test.registry().linked(providers.getFirst());
        for (int i = 0; i < 3; i++) {
            test.pass(Duration.ofSeconds(28));
            beat(0, 10);
        }
        assertThat(shown()).isEqualTo(10);
    }

    @Test
    void silentInstance_isNotRemovedBeforeItsLease() {
        test.left(providers.getFirst(), Departure.SILENT);
        assertThat(shown()).isEqualTo(10);

        test.pass(Duration.ofSeconds(30));
        beat(1, 10);
        test.pass(Duration.ofSeconds(20));
        assertThat(shown()).isEqualTo(9);
    }

    @Test
    void half_isKeptAndSaidSo_whenItGoesSilentAtOnce() {
        for (int i = 0; i < 4; i++) {
            test.pass(Duration.ofSeconds(30));
            beat(0, 5);
        }
        assertThat(shown()).isEqualTo(10);
        assertThat(test.subscribe(CONSUMER, "Orders").protectedSince()).isPositive();

        beat(5, 10);
        test.pass(Duration.ofSeconds(1));
        assertThat(test.subscribe(CONSUMER, "Orders").protectedSince()).isZero();
        assertThat(shown()).isEqualTo(10);
    }

    @Test
    void rest_hasHalfALeaseMore_whenTheOthersCameBackBefore() {
        for (int i = 0; i < 4; i++) {
            test.pass(Duration.ofSeconds(30));
            beat(0, 5);
        }
        beat(5, 8);
        test.pass(Duration.ofSeconds(1));
        assertThat(test.subscribe(CONSUMER, "Orders").protectedSince()).isZero();
        test.pass(Duration.ofSeconds(40));
        assertThat(shown()).isEqualTo(10);

        beat(0, 9);
        test.pass(Duration.ofSeconds(10));
        assertThat(shown()).isEqualTo(9);
    }

    @Test
    void fewerThanHalf_go_whenTheyGoSilentAtOnce() {
        for (int i = 0; i < 4; i++) {
            test.pass(Duration.ofSeconds(30));
            beat(0, 6);
        }
        assertThat(shown()).isEqualTo(6);
    }

    @Test
    void firstOfACrowd_isKeptToo_whenItsSignsEndSpreadOverAPeriod() {
        for (int i = 0; i < 10; i++) {
            test.registry().alive(providers.get(i));
            test.pass(Duration.ofSeconds(3));
        }
        for (int i = 0; i < 30; i++) test.pass(Duration.ofSeconds(5));

        assertThat(shown()).isEqualTo(10);
    }

    @Test
    void protection_keepsNothingThatWasSeenToEnd() {
        for (int i = 0; i < 4; i++) test.pass(Duration.ofSeconds(30));
        assertThat(shown()).isEqualTo(10);

        test.left(providers.getFirst(), Departure.ENDED);
        test.registry()
                .unregister(
                        "Orders",
                        new Registration.Key(
                                providers.get(1).appId(), providers.get(1).client()));
        assertThat(shown()).isEqualTo(8);
    }

    @Test
    void protection_endsAfterAnHour() {
        for (int i = 0; i < 4; i++) test.pass(Duration.ofSeconds(30));
        assertThat(shown()).isEqualTo(10);

        for (int i = 0; i < 62; i++) test.pass(Duration.ofMinutes(1));
        assertThat(shown()).isZero();
    }

    @Test
    void nothingIsKept_whenProtectionIsOff() {
        test.protection = 0;
        for (int i = 0; i < 4; i++) test.pass(Duration.ofSeconds(30));

        assertThat(shown()).isZero();
    }

    @Test
    void loneProvider_goes_whenItIsSilent() {
        Instance lone = instance("lone", 70, true);
        test.register(lone, "Lone");
        test.pass(Duration.ofSeconds(91));

        assertThat(test.resolve(CONSUMER, "Lone")).isEmpty();
    }
}
