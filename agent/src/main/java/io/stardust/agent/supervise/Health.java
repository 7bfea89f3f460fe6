package io.stardust.agent.supervise;

import io.stardust.agent.probe.Heard;
import io.stardust.agent.probe.Probing;
import io.stardust.agent.probe.Question;
import io.stardust.agent.probe.Rhythm;
import io.stardust.agent.probe.Surroundings;
import io.stardust.protocol.deploy.Probe;
import io.stardust.protocol.deploy.ServiceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of one app say: readiness about whether it is up and well, liveness about whether it should be
 * started anew. Runs on the supervisor's thread of decisions; nothing here costs an app without probes.
 */
final class Health {
    private final Workshop shop;
    private final AppNews news;
    private final Consumer<String> dead;
    private final List<Probing> asked = new ArrayList<>(2);
    private @Nullable Object round; // what is heard of an earlier one counts no more
    private String asking = "";

    /** @param dead The liveness probe fails. */
    Health(Workshop shop, AppNews news, Consumer<String> dead) {
        this.shop = shop;
        this.news = news;
        this.dead = dead;
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

    /** Asks the process from now on. */
    void begin(ManagedProcess process, Wanted wanted, @Nullable Launch launch) {
        end();
        Probe readiness = readiness(wanted.service());
        Probe liveness = wanted.service().liveness();
        asking = text(wanted.service());
        if (asking.isEmpty()) return;
        if (readiness == null && liveness == null) {
            shop.log()
                    .warn(
                            "{}: health check '{}' cannot be asked (expected: http://, https:// or tcp://)",
                            news.wanted().name(),
                            wanted.service().healthCheck());
            return;
        }
        round = process;
        Surroundings surroundings = new ProbeCommands(launch, shop);
        if (readiness != null) {
            ask(
                    "readiness",
                    readiness,
                    wanted,
                    Rhythm.readiness(readiness).since(process.uptime()),
                    surroundings,
                    new Readiness(process));
        }
        if (liveness != null) {
            ask(
                    "liveness",
                    liveness,
                    wanted,
                    Rhythm.liveness(liveness).since(process.uptime()),
                    surroundings,
                    new Liveness(process));
        }
    }

    /** Perhaps something else is to be asked. */
    void again(ManagedProcess process, Wanted wanted, @Nullable Launch launch) {
        if (text(wanted.service()).equals(asking)) return;
        begin(process, wanted, launch);
        if (readiness(wanted.service()) == null) news.well(process);
    }

    /** Whether it is being asked if another program serves what was unpacked. */
    boolean asksAbout(Wanted wanted) {
        return round != null && content(wanted).equals(asking);
    }

    private static String content(Wanted wanted) {
        return wanted.packageHash() + ' ' + text(wanted.service());
    }

    /** Asks whether another program serves what was unpacked. */
    void beginHosted(Wanted wanted) {
        end();
        Probe readiness = readiness(wanted.service());
        if (readiness == null) return;
        asking = content(wanted);
        Served served = new Served();
        round = served;
        ask("readiness", readiness, wanted, Rhythm.readiness(readiness), new ProbeCommands(null, shop), served);
    }

    private void ask(String purpose, Probe probe, Wanted wanted, Rhythm rhythm, Surroundings by, Heard heard) {
        try {
            Question question = Question.of(probe, wanted.service().port());
            asked.add(shop.prober().begin(question, rhythm, by, heard));
        } catch (IllegalArgumentException e) {
            String why = purpose + ": " + e.getMessage();
            shop.log().warn("{}: {}", news.wanted().name(), why);
            if (!purpose.equals("liveness")) heard.unwell(why);
        }
    }

    /** Nobody is asked any more. */
    void end() {
        if (round == null) return;
        round = null;
        asking = "";
        asked.forEach(Probing::stop);
        asked.clear();
    }

    /** All that is asked; empty = nothing. By hand: a record's own text makes classes at run time. */
    private static String text(ServiceInfo service) {
        boolean nothing = service.readiness() == null && service.liveness() == null;
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

    private final class Readiness implements Heard {
        private final ManagedProcess process;

        Readiness(ManagedProcess process) {
            this.process = process;
        }

        @Override
        public void well() {
            later(process, () -> news.well(process));
        }

        @Override
        public void unwell(String why) {
            later(process, () -> news.unwell(why));
        }
    }

    private final class Liveness implements Heard {
        private final ManagedProcess process;

        Liveness(ManagedProcess process) {
            this.process = process;
        }

        @Override
        public void well() {
            // as it should be
        }

        @Override
        public void unwell(String why) {
            later(process, () -> dead.accept("liveness: " + why));
        }
    }

    private final class Served implements Heard {
        @Override
        public void well() {
            later(this, news::contentServed);
        }

        @Override
        public void unwell(String why) {
            later(this, () -> news.contentMissing(why));
        }
    }
}
