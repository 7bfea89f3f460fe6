package io.stardust.agent;

import io.stardust.agent.host.Survey;
import io.stardust.agent.local.LocalServices;
import io.stardust.agent.local.Watchdog;
import io.stardust.client.link.Link;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent looks at every second. Run by one thread. */
final class Rounds implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LocalServices services;
    private final Watchdog watchdog;
    private final Link link;
    private final ServerApi door;
    private final LoopNote loops;
    private final Runnable output;
    private final Aside survey;
    private final Aside upload = new Aside("upload", this::upload);
    private long nextSurvey = System.nanoTime();
    private volatile long nextUpload = System.nanoTime();

    /** @param output Looks at what apps printed. */
    Rounds(
            LocalServices services,
            Watchdog watchdog,
            Survey survey,
            Link link,
            ServerApi door,
            LoopNote loops,
            Runnable output) {
        this.loops = loops;
        this.output = output;
        this.services = services;
        this.watchdog = watchdog;
        this.link = link;
        this.door = door;
        this.survey = new Aside("survey", survey::look);
    }

    @Override
    public void run() {
        try {
            services.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        watchdog.look();
        loops.look();
        output.run();
        long now = System.nanoTime();
        if (now - nextSurvey >= 0) {
            nextSurvey = now + TimeUnit.MILLISECONDS.toNanos(Survey.EVERY_MS);
            survey.start();
        }
        if (now - nextUpload >= 0 && link.isLoggedIn() && services.takeNews()) upload.start();
    }

    private void upload() {
        try {
            door.upload(services.report());
        } catch (IOException | RuntimeException e) {
            LOG.debug("the services of this machine were not told, tried again: {}", e.getMessage());
            nextUpload = System.nanoTime() + RETRY_NANOS;
            services.changed();
        }
    }
}
