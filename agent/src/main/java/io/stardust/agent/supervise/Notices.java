package io.stardust.agent.supervise;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.supervise.output.OutputLog;
import io.stardust.protocol.FileFailure;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts the news of one app into the shape in which it travels. Runs on the supervisor's thread of decisions. */
final class Notices {
    private static final int OUTPUT_LINES = 100;
    private static final int OUTPUT_BYTES = 16 * 1024;
    private static final int DETAIL_CHARACTERS = 2000;

    private final SupervisorContext shop;

    Notices(SupervisorContext shop) {
        this.shop = shop;
    }

    /** A step of the placement has ended. */
    void step(DesiredApp wanted, String step, Duration took, @Nullable Reason detail) {
        String text = detail == null ? null : detail.text();
        String shortened =
                text == null || text.length() <= DETAIL_CHARACTERS ? text : text.substring(0, DETAIL_CHARACTERS);
        shop.bulletin()
                .step(new StepReport(
                        wanted.deploy().id(),
                        wanted.deploy().rolloutId(),
                        wanted.deploy().releaseId(),
                        step,
                        shop.clock().millis(),
                        took.toMillis(),
                        shortened,
                        detail == null ? null : detail.parts()));
    }

    /** How the placement stands; {@code broughtTo} is the revision it was brought to. */
    void state(DesiredApp wanted, ProcessRecord record, Standing standing, long broughtTo) {
        long now = shop.clock().millis();
        if (!standing.output()) {
            shop.bulletin().placement(report(wanted, record, standing, broughtTo, null, now));
        } else {
            long id = wanted.deploy().id();
            shop.bulletin().placement(id, () -> report(wanted, record, standing, broughtTo, output(wanted), now));
        }
    }

    private static PlacementReport report(
            DesiredApp wanted,
            ProcessRecord record,
            Standing standing,
            long broughtTo,
            @Nullable String output,
            long time) {
        boolean runs = standing.runs();
        Reason why = standing.reason();
        return new PlacementReport(
                wanted.deploy().id(),
                standing.state().wire(),
                record.releaseId(),
                record.version(),
                broughtTo,
                runs ? record.pid() : 0,
                runs || standing.state() == PlacementState.DONE ? record.startTime() : 0,
                record.crashes(),
                record.exitCode(),
                why == null ? null : why.text(),
                output,
                runs && standing.adopted(),
                time,
                why == null ? null : why.parts());
    }

    /**
     * How an app stands.
     *
     * @param output What it printed last says more.
     */
    record Standing(PlacementState state, @Nullable Reason reason, boolean output, boolean adopted) {
        /** There is a process to be shown. */
        boolean runs() {
            return state == PlacementState.RUNNING
                    || state == PlacementState.STARTING
                    || state == PlacementState.UNHEALTHY;
        }
    }

    /** The last lines the app printed; not on the thread of decisions. */
    private String output(DesiredApp wanted) {
        OutputLog log = shop.outputs().of(wanted.name());
        try {
            return log.tail(OUTPUT_LINES, OUTPUT_BYTES);
        } catch (IOException e) {
            Path file = log.file();
            return "(%s cannot be read: %s)".formatted(file, FileFailure.why(e));
        }
    }
}
