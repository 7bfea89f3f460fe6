package io.stardust.server.registry;

import static io.stardust.server.registry.TestRegistry.PROJECT;
import static io.stardust.server.registry.TestRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.registry.BusyFrame;
import io.stardust.protocol.registry.DrainState;
import io.stardust.protocol.registry.ServiceAck;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.server.ManualClock;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import io.stardust.server.push.FakeLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainsTest {
    private static final Duration HOLD = Duration.ofSeconds(20);
    private static final Instance FIRST = instance("orders", 1, true, PROJECT, "r1");
    private static final Instance SECOND = instance("orders", 2, true, PROJECT, "r2");
    private static final Instance CONSUMER = instance("web", 3, true);
    private static final Instance FOREIGN = instance("old", 4, false);

    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock();
    private TestRegistry test;
    private volatile long shutOut;

    @BeforeEach
    void start() {
        test = new TestRegistry(data, clock, (consumer, project, app) -> consumer.appId() != shutOut);
        test.register(FIRST, "Orders");
        test.register(SECOND, "Orders");
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private BlockingQueue<String> subscribe(Instance consumer) {
        BlockingQueue<String> channel = test.channel(consumer);
        test.subscribe(consumer, "Orders");
        return channel;
    }

    /** The next that asks for an acknowledgement; what was so before may be pushed late. */
    private static ServiceDelta asking(BlockingQueue<String> channel) throws InterruptedException {
        while (true) {
            String frame = Objects.requireNonNull(channel.poll(10, TimeUnit.SECONDS), "nothing was pushed");
            ServiceDelta delta = Json.WIRE.read(frame.substring(ServiceDelta.PREFIX.length()), ServiceDelta.class);
            if (delta.ack()) return delta;
        }
    }

    private void acknowledge(Instance consumer, long version) {
        String json = Json.WIRE.text(new ServiceAck("Orders", version));
        FakeLines.say(test.sessions, consumer.key(), ServiceAck.PREFIX + json);
    }

    private int weight(Instance provider) {
        return test.subscribe(instance("looks", 9, true), "Orders").providers().stream()
                .filter(each -> provider.client().equals(each.client()))
                .mapToInt(ServiceModel::weight)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ask_waitsForASubscriber_untilItAcknowledges() throws Exception {
        BlockingQueue<String> channel = subscribe(CONSUMER);

        DrainState asked = test.drain("r1", HOLD);

        assertThat(asked.providers()).isEqualTo(1);
        assertThat(asked.waiting()).isEqualTo(1);
        assertThat(asked.silent()).containsExactly(CONSUMER.key());
        assertThat(asked.left()).isEqualTo(30_000);
        ServiceDelta told = asking(channel);
        assertThat(told.set()).extracting(ServiceModel::weight).contains(0);

        acknowledge(CONSUMER, told.version() - 1);
        assertThat(test.drain("r1", HOLD).waiting()).isEqualTo(1);
        acknowledge(CONSUMER, told.version());
        assertThat(test.drain("r1", HOLD).waiting()).isZero();
        assertThat(weight(SECOND)).isEqualTo(100);
    }

    @Test
    void ask_takesAFullReadForAnAcknowledgement() {
        subscribe(CONSUMER);
        assertThat(test.drain("r1", HOLD).waiting()).isEqualTo(1);

        test.subscribe(CONSUMER, "Orders");

        assertThat(test.drain("r1", HOLD).waiting()).isZero();
    }

    @Test
    void ask_namesWhoNeverAcknowledges_andItsTimeEnds() {
        subscribe(CONSUMER);
        test.drain("r1", HOLD);
        for (int i = 0; i < 31; i++) {
            clock.advance(Duration.ofSeconds(1));
            test.drain("r1", HOLD);
        }

        DrainState late = test.drain("r1", HOLD);

        assertThat(late.left()).isZero();
        assertThat(late.silent()).containsExactly(CONSUMER.key());
    }

    @Test
    void ask_doesNotWait_forWhoMayNotCallNorForTheProcessItself() {
        subscribe(CONSUMER);
        subscribe(FIRST);
        shutOut = CONSUMER.appId();

        assertThat(test.drain("r1", HOLD).waiting()).isZero();
    }

    @Test
    void ask_takesAPollerForTold_afterTwoOfItsPeriods() {
        test.resolve(FOREIGN, "Orders");
        clock.advance(Duration.ofSeconds(20));
        test.resolve(FOREIGN, "Orders");

        DrainState asked = test.drain("r1", Duration.ofMinutes(2));
        assertThat(asked.silent()).containsExactly(FOREIGN.key());
        assertThat(asked.left())
                .as("two of its periods, longer than the time-out")
                .isEqualTo(40_000);

        clock.advance(Duration.ofSeconds(39));
        assertThat(test.drain("r1", HOLD).waiting()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(test.drain("r1", HOLD).waiting()).isZero();
    }

    @Test
    void ask_givesWhoPollsAllServices_twoOfItsPeriods() {
        test.registry().polled(FOREIGN, 1);
        clock.advance(Duration.ofSeconds(40));
        test.registry().polled(FOREIGN, 1);

        DrainState asked = test.drain("r1", Duration.ofMinutes(2));
        assertThat(asked.silent()).containsExactly(FOREIGN.key());
        assertThat(asked.left()).isEqualTo(80_000);

        clock.advance(Duration.ofSeconds(79));
        test.registry().polled(FOREIGN, 1);
        assertThat(test.drain("r1", HOLD).waiting())
                .as("its periods are longer by now")
                .isEqualTo(1);
        test.left(FOREIGN, Departure.LOGOUT);
        assertThat(test.drain("r1", HOLD).waiting()).isZero();
    }

    @Test
    void ask_doesNotWait_forAPollerThatMayNotCallNorForTheProcessItself() {
        test.registry().polled(CONSUMER, 1);
        test.registry().polled(FIRST, 1);
        shutOut = CONSUMER.appId();

        DrainState asked = test.drain("r1", HOLD);
        assertThat(asked.waiting()).isZero();
        assertThat(asked.left()).isEqualTo(30_000);
    }

    @Test
    void ask_takesAPollerForTold_whenItAsksAgain() {
        test.resolve(FOREIGN, "Orders");
        assertThat(test.drain("r1", HOLD).waiting()).isEqualTo(1);

        assertThat(test.resolve(FOREIGN, "Orders"))
                .as("the one that leaves is left out")
                .extracting(ServiceModel::client)
                .containsExactly(SECOND.client());

        assertThat(test.drain("r1", HOLD).waiting()).isZero();
    }

    @Test
    void resolve_namesWhoLeaves_whenThereIsNoOther() {
        test.left(SECOND, Departure.ENDED);
        test.drain("r1", HOLD);

        assertThat(test.resolve(FOREIGN, "Orders"))
                .extracting(ServiceModel::client)
                .containsExactly(FIRST.client());
    }

    @Test
    void ask_passesOnHowManyCallsAreUnderWay() throws Exception {
        BlockingQueue<String> channel = test.channel(FIRST);
        assertThat(test.drain("r1", HOLD).calls()).isEqualTo(DrainState.UNKNOWN);
        assertThat(channel.poll(10, TimeUnit.SECONDS)).isEqualTo(BusyFrame.QUESTION);

        FakeLines.say(test.sessions, FIRST.key(), BusyFrame.answer(3));
        assertThat(test.drain("r1", HOLD).calls()).isEqualTo(3);
        FakeLines.say(test.sessions, FIRST.key(), "busy#many");
        FakeLines.say(test.sessions, SECOND.key(), BusyFrame.answer(7));
        assertThat(test.drain("r1", HOLD).calls()).isEqualTo(3);
        FakeLines.say(test.sessions, FIRST.key(), BusyFrame.answer(0));
        assertThat(test.drain("r1", HOLD).calls()).isZero();

        clock.advance(Duration.ofSeconds(3));
        assertThat(test.drain("r1", HOLD).calls()).as("an old answer").isEqualTo(DrainState.UNKNOWN);
    }

    @Test
    void drain_isOver_whenTheProviderDies() {
        subscribe(CONSUMER);
        test.drain("r1", HOLD);

        test.left(FIRST, Departure.ENDED);

        assertThat(test.drain("r1", HOLD)).isEqualTo(DrainState.NOTHING);
        assertThat(test.feature.drains().size()).isZero();
    }

    @Test
    void provider_isCalledAgain_whenItsAgentAsksNoMore() {
        test.drain("r1", HOLD);
        test.pass(HOLD.minusSeconds(1));
        assertThat(weight(FIRST)).isZero();

        test.pass(Duration.ofSeconds(1));

        assertThat(weight(FIRST)).isEqualTo(100);
        assertThat(test.feature.drains().size()).isZero();
    }

    @Test
    void provider_isCalledAgain_whenTheServerWasKilled_untilItsAgentAsksAgain() {
        test.drain("r1", HOLD);
        test.close();
        test = new TestRegistry(data, clock, Grants.SAME_PROJECT);
        assertThat(weight(FIRST)).isEqualTo(100);

        assertThat(test.drain("r1", HOLD).providers()).isEqualTo(1);

        assertThat(weight(FIRST)).isZero();
    }

    @Test
    void successor_isCalledAtOnce_andARepeatedRegistrationIsNot() {
        test.drain("r1", HOLD);
        test.register(FIRST, TestRegistry.offer("Orders", "http://*:9999", null));
        assertThat(weight(FIRST)).isZero();

        Instance next = new Instance(
                FIRST.appId(),
                FIRST.app(),
                PROJECT,
                FIRST.client(),
                FIRST.ip(),
                FIRST.address(),
                "1.1",
                null,
                null,
                null,
                null,
                "r3",
                true);
        test.register(next, "Orders");

        assertThat(weight(next)).isEqualTo(100);
    }

    @Test
    void twoDrains_endEachByItself() {
        subscribe(CONSUMER);
        test.drain("r1", HOLD);
        test.drain("r2", Duration.ofSeconds(5));
        assertThat(weight(FIRST)).isZero();
        assertThat(weight(SECOND)).isZero();

        test.pass(Duration.ofSeconds(5));

        assertThat(weight(FIRST)).isZero();
        assertThat(weight(SECOND)).isEqualTo(100);
    }

    @Test
    void ask_leadsNobodyAway_whenDrainingIsSwitchedOff() {
        subscribe(CONSUMER);
        test.drainTimeout = Duration.ZERO;

        assertThat(test.drain("r1", HOLD)).isEqualTo(DrainState.NOTHING);
        assertThat(weight(FIRST)).isEqualTo(100);
    }

    @Test
    void acknowledgement_thatCannotBeRead_isNone() {
        subscribe(CONSUMER);
        test.drain("r1", HOLD);

        for (String bad : new String[] {"", "{", "[]", "{\"Version\":9}", "{\"Service\":\"Nobody\",\"Version\":9}"}) {
            FakeLines.say(test.sessions, CONSUMER.key(), ServiceAck.PREFIX + bad);
        }

        assertThat(test.drain("r1", HOLD).waiting()).isEqualTo(1);
    }

    @Test
    void acknowledgement_ofAVersionToCome_isOneOfThePresent() throws Exception {
        BlockingQueue<String> channel = subscribe(CONSUMER);
        acknowledge(CONSUMER, Long.MAX_VALUE);

        assertThat(test.drain("r1", HOLD).waiting()).isEqualTo(1);
        acknowledge(CONSUMER, asking(channel).version());
        assertThat(test.drain("r1", HOLD).waiting()).isZero();
    }
}
