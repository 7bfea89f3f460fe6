package io.stardust.agent.shipping;

import io.stardust.agent.supervise.output.OutputLog.Extent;
import io.stardust.agent.supervise.output.OutputLog.Piece;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an app prints, which the agent captures and bounds. */
record Captured(Printed app) implements Source {
    @Override
    public long placement() {
        return app.placement();
    }

    @Override
    public String name() {
        return app.name();
    }

    @Override
    public boolean left() {
        return app.left();
    }

    @Override
    public Path cursor() {
        return app.log().cursor();
    }

    @Override
    public @Nullable FileMark mark() {
        return null;
    }

    /** Tells nothing of a file that somebody has removed while the app writes to it. */
    @Override
    public long size() {
        return app.log().size();
    }

    @Override
    public Extent extent() throws IOException {
        return app.log().extent();
    }

    @Override
    public long sinceBoot() throws IOException {
        List<Writer> writers = app.log().writers();
        return writers.isEmpty() ? app.log().extent().end() : writers.getFirst().from();
    }

    @Override
    public List<Writer> writers() throws IOException {
        return app.log().writers();
    }

    @Override
    public Piece copy(long from, byte[] bytes) throws IOException {
        return app.log().copy(from, bytes);
    }

    @Override
    public long most() {
        return Long.MAX_VALUE; // what is there is bounded
    }
}
