package io.stardust.agent.shipping;

import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The apps of a machine, as the shipper asks for them. */
final class TestApps implements Shipper.Apps {
    final List<TestApp> all = new ArrayList<>();
    final List<Printed> dropped = new ArrayList<>();
    List<Path> readable = List.of();
    String boot = "boot-1";

    @Override
    public List<Printed> printing() {
        return all.stream().map(app -> app.printed).toList();
    }

    @Override
    public @Nullable Written written(Printed app) {
        for (TestApp each : all) if (each.printed.equals(app)) return each.written;
        return null;
    }

    @Override
    public List<Path> readable() {
        return readable;
    }

    @Override
    public void sent(Printed left) {
        dropped.add(left);
        all.removeIf(app -> app.printed.equals(left));
    }

    @Override
    public String machineLife() {
        return boot;
    }
}
