package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.instance.Instance;
import org.junit.jupiter.api.Test;

class PollersTest {
    private static final Instance WHO = TestRegistry.instance("web", 1, false);

    private final Pollers pollers = new Pollers();

    private long period() {
        return pollers.all().iterator().next().period();
    }

    @Test
    void period_isThatOfEurekasClients_untilTwoQuestionsCame() {
        pollers.asked(WHO, 1, 1_000);
        assertThat(period()).isEqualTo(Pollers.USUAL_PERIOD);

        pollers.asked(WHO, 1, 46_000);
        assertThat(period()).isEqualTo(45_000);
    }

    @Test
    void period_shrinksByAndBy_whenTwoQuestionsCameInARow() {
        pollers.asked(WHO, 1, 0);
        pollers.asked(WHO, 1, 40_000);
        pollers.asked(WHO, 1, 40_010);
        assertThat(period()).isEqualTo(20_000);

        for (int i = 1; i <= 10; i++) pollers.asked(WHO, 1, 40_010 + i * 5_000L);
        assertThat(period()).isEqualTo(5_000);
    }

    @Test
    void period_isThatOfEach_whenSeveralCannotBeToldApart() {
        for (int i = 0; i < 12; i++) pollers.asked(WHO, 3, i * 10_000L);

        assertThat(period()).isEqualTo(30_000);
        assertThat(pollers.all()).hasSize(1);
    }

    @Test
    void poller_isForgotten_whenItLeavesOrAsksNoMore() {
        pollers.asked(WHO, 1, 0);
        pollers.forget(Pollers.FORGOTTEN - 1);
        assertThat(pollers.all()).hasSize(1);
        pollers.forget(Pollers.FORGOTTEN);
        assertThat(pollers.all()).isEmpty();

        pollers.asked(WHO, 1, 0);
        pollers.left(WHO.key());
        assertThat(pollers.all()).isEmpty();
    }

    @Test
    void poller_isKnownByItsApp_whenItTellsItsNameLater() {
        Instance nameless = new Instance(
                WHO.appId(), WHO.app(), 1, "somewhere", null, WHO.address(), null, null, null, null, null, null, false);
        pollers.asked(nameless, 1, 0);
        pollers.asked(WHO, 1, 30_000);

        assertThat(pollers.all()).extracting(each -> each.who().key()).containsExactly(WHO.key());
    }
}
