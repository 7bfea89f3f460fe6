package io.stardust.cli.service;

import io.stardust.api.registry.ServiceGraph;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A caller, what it calls, and a provider of it. Immutable. */
record CallRow(Cell caller, String service, Cell provider) {
    private static final Cell NO_CALLER = Cell.of("-");
    private static final Cell NO_PROVIDER = new Cell("no provider", Style.BAD);

    /** The lines of a graph joined by service; services without a provider first. */
    static List<CallRow> of(List<ServiceGraph.Line> lines) {
        Map<Long, List<ServiceGraph.Line>> byService = new LinkedHashMap<>();
        for (ServiceGraph.Line line : lines) {
            byService.computeIfAbsent(line.serviceId(), _ -> new ArrayList<>()).add(line);
        }
        List<CallRow> failing = new ArrayList<>();
        List<CallRow> rows = new ArrayList<>();
        for (List<ServiceGraph.Line> service : byService.values()) {
            List<Cell> callers = cells(service, "asks", NO_CALLER);
            List<Cell> providers = cells(service, "provides", NO_PROVIDER);
            List<CallRow> to = providers.contains(NO_PROVIDER) ? failing : rows;
            for (Cell caller : callers) {
                for (Cell provider : providers) {
                    to.add(new CallRow(caller, service.getFirst().service(), provider));
                }
            }
        }
        return Stream.concat(failing.stream(), rows.stream()).toList();
    }

    private static List<Cell> cells(List<ServiceGraph.Line> lines, String kind, Cell none) {
        List<Cell> found = lines.stream()
                .filter(line -> line.kind().equals(kind))
                .map(line -> Cell.of("%s x%d".formatted(line.app(), line.instances())))
                .toList();
        return found.isEmpty() ? List.of(none) : found;
    }
}
