package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.Traffic;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.registry.DrainQuery;
import io.stardust.protocol.registry.DrainState;
import io.stardust.protocol.registry.OfferReport;
import io.stardust.protocol.registry.OfferedService;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffersTest {
    private final BlockingQueue<OfferReport> told = new LinkedBlockingQueue<>();
    private final Semaphore failed = new Semaphore(0);
    private volatile boolean away;
    private volatile CountDownLatch slow = new CountDownLatch(0);
    private final List<DrainQuery> drained = new CopyOnWriteArrayList<>();
    private volatile DrainState drain = DrainState.NOTHING;
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final Offers offers = new Offers(
            this::tell,
            () -> !away,
            () -> "10.0.0.5",
            Duration.ofMillis(200),
            new Offers.Draining(new Drainer(this::drain, DrainerTest.QUICK), this::connections));

    @BeforeEach
    void start() {
        offers.start();
    }

    @AfterEach
    void end() {
        slow.countDown();
        offers.close();
    }

    private DrainState drain(DrainQuery query) {
        drained.add(query);
        return drain;
    }

    private int connections(Set<Integer> to) {
        ports.addAll(to);
        return 0;
    }

    private static Traffic.Stop stop(boolean well) {
        return new Traffic.Stop(well, Duration.ofSeconds(7), () -> false, _ -> {}, null);
    }

    private void tell(OfferReport report) throws IOException {
        if (away) {
            failed.release();
            throw new IOException("away");
        }
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        told.add(report);
    }

    private OfferReport next() throws InterruptedException {
        OfferReport report = told.poll(10, TimeUnit.SECONDS);
        assertThat(report).as("a report").isNotNull();
        return report;
    }

    /** Offers a service at its own port, and one at another. */
    private static DeployInfo placement() {
        return Json.WIRE.read("""
                {"Id":7,"Desired":"running","Service":{"Name":"orders","Port":8080},
                 "Services":[{"Name":"Orders","Tag":"blue","Health":"/health"},{"Name":"Admin","Port":9090,"Scheme":"tcp"}]}
                """, DeployInfo.class);
    }

    private static DeployInfo silent() {
        return Json.WIRE.read("{\"Id\":8,\"Desired\":\"running\",\"Service\":{\"Name\":\"silent\"}}", DeployInfo.class);
    }

    @Test
    void up_tellsWhatIsOffered_atThePortOfThePlacementIfNoOtherIsSaid() throws Exception {
        offers.up(placement(), "run-1");

        OfferReport report = next();
        assertThat(report.placementId()).isEqualTo(7);
        assertThat(report.run()).isEqualTo("run-1");
        assertThat(report.ip()).isEqualTo("10.0.0.5");
        assertThat(report.services()).extracting(OfferedService::port).containsExactly(8080, 9090);
    }

    @Test
    void up_tellsNothing_whenNothingIsOtherwise() throws Exception {
        offers.up(placement(), "run-1");
        offers.up(placement(), "run-1");
        offers.up(silent(), "run-2");
        offers.ended(placement(), "run-1");

        assertThat(next().ended()).isFalse();
        assertThat(next().ended()).isTrue();
    }

    @Test
    void leaving_returns_whenTheServerHasTakenBackWhatIsOffered() throws Exception {
        offers.up(placement(), "run-1");
        next();

        offers.leaving(placement(), "run-1", stop(true));

        OfferReport report = told.poll(); // there already
        assertThat(report).isNotNull();
        assertThat(report.services()).isEmpty();
        assertThat(report.ended()).isFalse();
    }

    @Test
    void leaving_returns_thoughTheServerDoesNotAnswer() throws Exception {
        offers.up(placement(), "run-1");
        next();
        slow = new CountDownLatch(1);

        long from = System.nanoTime();
        offers.leaving(placement(), "run-1", stop(true));

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
        assertThat(told).isEmpty();
    }

    @Test
    void ended_leavesWhatTheNextRunOffers() throws Exception {
        offers.up(placement(), "run-1");
        offers.up(placement(), "run-2");
        offers.ended(placement(), "run-1");
        next();
        next();
        assertThat(next().run()).isEqualTo("run-1");

        offers.renew();

        OfferReport renewed = next();
        assertThat(renewed.run()).isEqualTo("run-2");
        assertThat(renewed.services()).hasSize(2);
    }

    @Test
    void ended_isToldWithTheNextLogin_whenTheServerWasAway() throws Exception {
        away = true;
        offers.ended(placement(), "run-1");
        offers.ended(placement(), "run-2");
        offers.ended(silent(), "run-3");
        for (int i = 0; i < 3; i++) failed.acquire();
        away = false;

        offers.loggedIn();

        assertThat(List.of(String.valueOf(next().run()), String.valueOf(next().run()), String.valueOf(next().run())))
                .containsExactly("run-1", "run-2", "run-3");
    }

    @Test
    void leaving_drains_alsoWhatRegistersItself() throws Exception {
        drain = new DrainState(1, 0, List.of(), DrainState.UNKNOWN, 10_000);

        Traffic.Left left = offers.leaving(placement(), "run-1", stop(true));

        assertThat(left).isEqualTo(Traffic.Left.CLEAN);
        assertThat(drained.get(0)).isEqualTo(new DrainQuery(7, "run-1", 17_000, null));
        assertThat(ports).containsExactlyInAnyOrder(8080, 9090);
        assertThat(told).isEmpty();
    }

    @Test
    void leaving_doesNotDrain_whatIsUnwellNorWithoutAServer() throws Exception {
        offers.leaving(placement(), "run-1", stop(false));
        away = true;
        offers.leaving(placement(), "run-1", stop(true));

        assertThat(drained).isEmpty();
    }
}
