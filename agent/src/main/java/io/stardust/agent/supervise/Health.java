package io.stardust.agent.supervise;

import io.stardust.agent.probe.Heard;
import io.stardust.agent.probe.Probing;
import io.stardust.agent.probe.Question;
import io.stardust.agent.probe.Rhythm;
import io.stardust.agent.probe.Surroundings;
import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.protocol.deploy.Probe;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of one app say: readiness about whether it is up and well, liveness about whether it should be
 * started anew. Runs on the supervisor's thread of decisions; nothing here costs an app without probes.
 */
final class Health {
    private final SupervisorContext shop;
    private final AppStatus news;
    private final Dead dead;
    private final List<Probing> asked = new ArrayList<>(2);
    private @Nullable Object round; // what is heard of an earlier one counts no more
    private final PortGate port;
    private @Nullable Alive alive;
    private int impatient; // so often in a row was it ended before it was ever well
    private String asking = "";

    /** Hears that the liveness probe fails. */
    interface Dead {
        /** @param everWell False = it never came up. */
        void is(Reason why, boolean everWell);
    }

    /** @param dead The liveness probe fails. */
    Health(SupervisorContext shop, AppStatus news, Dead dead) {
        this.shop = shop;
        this.news = news;
        this.dead = dead;
        this.port = new PortGate(shop, news::mark);
    }

    /** The probe that decides whether the app is up; null = that it lives is enough. */
    static @Nullable Probe readiness(ServiceInfo service) {
        if (service.readiness() != null) return service.readiness();
        String address = service.healthCheck();
        if (address == null || address.isBlank()) return null;
        try {
            return Question.ofAddress(address);
        } catch (IllegalArgumentException e) {
            return null; // told when it begins
        }
    }

    /** Whether its readiness probe, if it has one, would ask a process at that port. */
    static boolean asksAt(ServiceInfo service, int port) {
        Probe probe = readiness(service);
        if (probe == null) return true;
        try {
            int asked = Question.of(probe, port).port();
            return asked == 0 || asked == port;
        } catch (IllegalArgumentException e) {
            return false; // told when it begins
        }
    }

    /** Asks the process from now on. */
    void begin(ManagedProcess process, DesiredApp wanted, @Nullable Launch launch) {
        end();
        Probe readiness = readiness(wanted.service());
        Probe liveness = wanted.service().liveness();
        asking = text(wanted);
        if (asking.isEmpty()) return;
        if (readiness == null && liveness == null && !wanted.asksPort()) {
            shop.log()
                    .warn(
                            "{}: health check '{}' cannot be asked (expected: http://, https:// or tcp://)",
                            news.wanted().name(),
                            wanted.service().healthCheck());
            return;
        }
        round = process;
        Surroundings surroundings = new ProbeCommands(launch, shop);
        Alive alive = liveness == null ? null : new Alive(process, wanted, liveness, surroundings);
        this.alive = alive;
        Readiness ready = new Readiness(process, alive);
        if (readiness != null) {
            Rhythm rhythm = Rhythm.readiness(readiness).since(process.uptime());
            ask(Code.READINESS, readiness, wanted, rhythm, surroundings, ready);
        }
        if (wanted.strategy().guards() && aboutOwnPort(readiness, wanted)) {
            ready.portIsOwn = false;
            port.begin(process, wanted, ready);
        }
        if (alive != null) alive.begin(wanted.gated() && news.unready());
    }

    /** Whether what answers there should be the app itself: its own port on this machine. */
    private static boolean aboutOwnPort(@Nullable Probe readiness, DesiredApp wanted) {
        int own = wanted.service().port();
        if (own <= 0) return false;
        if (readiness == null) return true;
        try {
            Question question = Question.of(readiness, own);
            return question.port() == own && question.isHere();
        } catch (IllegalArgumentException e) {
            return false; // told when it begins
        }
    }

    /** Perhaps something else is to be asked. */
    void again(ManagedProcess process, DesiredApp wanted, @Nullable Launch launch) {
        if (text(wanted).equals(asking)) return;
        begin(process, wanted, launch);
        if (!wanted.gated()) news.well(process);
    }

    /** Whether it is being asked if another program serves what was unpacked. */
    boolean asksAbout(DesiredApp wanted) {
        return round != null && content(wanted).equals(asking);
    }

    private static String content(DesiredApp wanted) {
        return wanted.packageHash() + ' ' + text(wanted);
    }

    /** Asks whether another program serves what was unpacked. */
    void beginHosted(DesiredApp wanted) {
        end();
        Probe readiness = readiness(wanted.service());
        if (readiness == null) return;
        asking = content(wanted);
        Served served = new Served();
        round = served;
        ask(Code.READINESS, readiness, wanted, Rhythm.readiness(readiness), new ProbeCommands(null, shop), served);
    }

    private void ask(Code purpose, Probe probe, DesiredApp wanted, Rhythm rhythm, Surroundings by, Heard heard) {
        try {
            Question question = Question.of(probe, wanted.service().port());
            asked.add(shop.prober().begin(question, rhythm, by, heard));
        } catch (IllegalArgumentException e) {
            Reason why = Reason.said(e.getMessage()).in(purpose);
            shop.log().warn("{}: {}", news.wanted().name(), why);
            if (purpose != Code.LIVENESS) heard.unwell(why);
        }
    }

    /** Nobody is asked any more. */
    void end() {
        if (round == null) return;
        round = null;
        asking = "";
        asked.forEach(Probing::stop);
        asked.clear();
        port.end();
        if (alive != null) alive.end();
        alive = null;
    }

    /** All that is asked; empty = nothing. By hand: a record's own text makes classes at run time. */
    private static String text(DesiredApp wanted) {
        ServiceInfo service = wanted.service();
        boolean nothing = service.readiness() == null && service.liveness() == null && !wanted.asksPort();
        String address =
                service.healthCheck() == null ? "" : service.healthCheck().strip();
        if (nothing && address.isEmpty()) return "";
        return text(service.readiness()) + '\0' + text(service.liveness()) + '\0' + address + '\0' + service.port();
    }

    private static String text(@Nullable Probe probe) {
        if (probe == null) return "";
        return probe.kind()
                + '\0'
                + probe.target()
                + '\0'
                + probe.delay()
                + '\0'
                + probe.period()
                + '\0'
                + probe.timeout()
                + '\0'
                + probe.failures()
                + '\0'
                + probe.expect();
    }

    /** On the thread of decisions, if it still matters. */
    private void later(Object of, Runnable news) {
        shop.decisions().execute(() -> {
            if (of.equals(round)) news.run();
        });
    }

    /** It is up when its probe says yes, if it has one, and its port is its own, if that is asked. */
    private final class Readiness implements Heard, PortGate.Heard {
        private final ManagedProcess process;
        private final @Nullable Alive alive;
        private boolean saysYes = readiness(news.wanted().service()) == null;
        private boolean portIsOwn = true;

        Readiness(ManagedProcess process, @Nullable Alive alive) {
            this.process = process;
            this.alive = alive;
        }

        @Override
        public void well() {
            later(process, () -> {
                saysYes = true;
                settle();
            });
        }

        @Override
        public void unwell(Reason why) {
            later(process, () -> {
                saysYes = false;
                news.unwell(process, why);
            });
        }

        @Override
        public void own() {
            portIsOwn = true;
            settle();
        }

        @Override
        public void notYet(Reason why) {
            if (saysYes) news.unwell(process, why);
        }

        @Override
        public void stranger(Reason why) {
            news.unwell(process, why);
        }

        @Override
        public void failed(Reason why) {
            news.unwell(process, why);
            news.startFailed(why);
        }

        private void settle() {
            if (!saysYes || !portIsOwn) return;
            boolean first = news.unready();
            news.well(process);
            if (first && alive != null) alive.ready();
        }
    }

    /**
     * Whether it is alive. That counts from the moment it was first well, so that one that takes its time to start is
     * not ended for ever; one that never becomes well is ended after the time for starting up, which doubles each time.
     */
    private final class Alive implements Heard {
        private static final int MOST_DOUBLINGS = 4;

        private final ManagedProcess process;
        private final DesiredApp wanted;
        private final Probe probe;
        private final Surroundings surroundings;
        private Serial.@Nullable Later patience;
        private boolean counts;
        private boolean wasWell;
        private @Nullable Reason no; // heard while it did not count

        Alive(ManagedProcess process, DesiredApp wanted, Probe probe, Surroundings surroundings) {
            this.process = process;
            this.wanted = wanted;
            this.probe = probe;
            this.surroundings = surroundings;
        }

        /** @param waits Something else will say when it is up: it is asked from then on. */
        void begin(boolean waits) {
            wasWell = process.adopted() && !news.unready();
            counts = wasWell;
            Rhythm rhythm = Rhythm.liveness(probe);
            if (!waits) ask(Code.LIVENESS, probe, wanted, rhythm.since(process.uptime()), surroundings, this);
            if (counts) return;
            Duration most = rhythm.delay().plus(rhythm.period().multipliedBy(rhythm.failures()));
            Duration usual = shop.settings().startupWait();
            Duration whole =
                    (most.compareTo(usual) > 0 ? most : usual).multipliedBy(1L << Math.min(impatient, MOST_DOUBLINGS));
            Duration left = whole.minus(process.uptime());
            patience = shop.decisions().after(left.isNegative() ? Duration.ZERO : left, () -> {
                if (!process.equals(round)) return;
                counts = true;
                if (waits) ask(Code.LIVENESS, probe, wanted, rhythm.since(process.uptime()), surroundings, this);
                else if (no != null) fails(no);
            });
        }

        /** It is up: from now on it counts. */
        void ready() {
            if (wasWell) return;
            boolean asked = counts || !news.wanted().gated();
            wasWell = true;
            counts = true;
            impatient = 0;
            end();
            if (!asked) ask(Code.LIVENESS, probe, wanted, Rhythm.liveness(probe).after(), surroundings, this);
        }

        void end() {
            if (patience != null) patience.cancel();
        }

        @Override
        public void well() {
            later(process, () -> {
                no = null;
                wasWell = true;
                counts = true;
                impatient = 0;
                end();
            });
        }

        @Override
        public void unwell(Reason why) {
            later(process, () -> {
                no = why;
                if (counts) fails(why);
            });
        }

        private void fails(Reason why) {
            if (!wasWell) impatient++;
            dead.is(why.in(Code.LIVENESS), wasWell);
        }
    }

    private final class Served implements Heard {
        @Override
        public void well() {
            later(this, news::contentServed);
        }

        @Override
        public void unwell(Reason why) {
            later(this, () -> news.contentMissing(why));
        }
    }
}
