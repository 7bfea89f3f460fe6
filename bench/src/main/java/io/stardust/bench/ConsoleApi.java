package io.stardust.bench;

import io.stardust.api.access.NewMember;
import io.stardust.api.access.NewUser;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long the console waits for its lists at 5,000 nodes and 50,000 placements, asked by the administrator and by a
 * member of three projects, one question at a time as a person asks. Bound: each p99 within 50 ms.
 */
final class ConsoleApi implements Load {
    private static final double BOUND_MS = 50;
    private static final int WARM = 30;
    private static final int COUNTED = 200;
    private static final List<Long> PROJECTS = List.of(2L, 3L, 4L);

    private static final List<String> QUESTIONS = List.of(
            "/overview",
            "/overview?project=3",
            "/nodes",
            "/nodes?limit=200",
            "/nodes?cursor=4000",
            "/nodes?q=web-12",
            "/nodes?q=nothing-is-called-so",
            "/nodes?label=zone=east",
            "/nodes?label=rack=r7&label=zone",
            "/nodes?status=offline",
            "/nodes?status=waiting",
            "/nodes?project=3",
            "/nodes/labels",
            "/nodes/2",
            "/deployments",
            "/deployments?limit=200",
            "/deployments?q=service-12",
            "/deployments?status=failed",
            "/deployments/2",
            "/deployments/2/placements",
            "/deployments/2/history",
            "/deployments/2/rollouts",
            "/rollouts/4",
            "/placements",
            "/placements?limit=200",
            "/placements?cursor=40000",
            "/placements?state=running",
            "/placements?state=failed",
            "/placements?state=unreachable",
            "/placements?state=starting&project=3",
            "/placements?q=service-12",
            "/placements?q=web",
            "/placements?q=nothing-is-called-so",
            "/placements?node=2",
            "/placements?deployment=2&state=failed",
            "/changes",
            "/changes?limit=200",
            "/changes?project=3",
            "/changes?kind=deployment.*",
            "/changes?kind=node.*",
            "/changes?subject=deployment:2",
            "/changes?actor=user:7",
            "/changes?q=service-17",
            "/changes?q=nothing-is-called-so",
            "/projects",
            "/apps?q=service");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Result run(Path launcher) throws Exception {
        double worst = 0;
        try (var stack = new Stack(launcher).startServer().signIn()) {
            Path file = stack.folder().resolve("server/stardust.db");
            stack.stopServer();
            ConsoleSeed.fill(file);
            stack.startServer();
            ConsoleSeed.bringUp(file);
            String member = member(stack);
            System.out.printf("%-42s %21s %21s%n", "p50 and p99, ms", "administrator", "member of 3 of 20");
            for (String question : QUESTIONS) {
                var all = times(stack, stack.token(), question);
                var some = times(stack, member, question);
                System.out.printf("%-42s %21s %21s%n", question, shown(all), shown(some));
                worst = Math.max(worst, Math.max(p99(all), p99(some)));
            }
        }
        return new Result(
                worst <= BOUND_MS,
                String.format(
                        Locale.ROOT,
                        "%.1f ms worst p99, bound %.0f ms, ratio %.2f",
                        worst,
                        BOUND_MS,
                        worst / BOUND_MS));
    }

    private static String member(Stack stack) throws Exception {
        stack.post("/users", new NewUser("member", null, null, "bench-password"));
        for (long project : PROJECTS) {
            stack.post("/projects/" + project + "/members", new NewMember("member", "operator"));
        }
        return stack.session("member", "bench-password");
    }

    private List<Double> times(Stack stack, String token, String question) throws Exception {
        var request = HttpRequest.newBuilder(stack.uri("/api/v1" + question))
                .header("Authorization", "Bearer " + token)
                .header("Accept-Encoding", "gzip")
                .build();
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < WARM + COUNTED; i++) {
            long begun = System.nanoTime();
            var answer = http.send(request, BodyHandlers.ofByteArray());
            double ms = (System.nanoTime() - begun) / 1e6;
            if (answer.statusCode() != 200) throw new IOException(question + ": " + answer.statusCode());
            if (i >= WARM) times.add(ms);
        }
        return times;
    }

    private static double p99(List<Double> times) {
        return Figures.quantile(times, 0.99);
    }

    private static String shown(List<Double> times) {
        return String.format(Locale.ROOT, "%.1f %.1f", Figures.median(times), p99(times));
    }
}
