package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser loads before the console's first page shows: the page, and the scripts and styles it names, as they
 * come over the wire from a real server. Bound: 400 KB.
 */
final class ConsoleSize implements Load {
    private static final double BOUND_KB = 400;
    private static final Pattern TAG = Pattern.compile("<(script|link)\\b[^>]*>");
    private static final Pattern SOURCE = Pattern.compile("\\b(?:src|href)=\"(/[^\"]+)\"");

    @Override
    public Result run(Path launcher) throws Exception {
        double total;
        try (var http = HttpClient.newHttpClient();
                var stack = new Stack(launcher).startServer()) {
            HttpResponse<byte[]> page = get(http, stack, "/", "identity");
            total = size(http, stack, "/");
            for (String path : named(new String(page.body(), StandardCharsets.UTF_8))) total += size(http, stack, path);
        }
        return new Result(
                total <= BOUND_KB,
                String.format(
                        Locale.ROOT, "%.1f KB gzip, bound %.0f KB, ratio %.2f", total, BOUND_KB, total / BOUND_KB));
    }

    /** Scripts, styles and preloaded modules; not icons, nor what is loaded when it is needed. */
    private static Set<String> named(String page) {
        Set<String> paths = new LinkedHashSet<>();
        Matcher tags = TAG.matcher(page);
        while (tags.find()) {
            String tag = tags.group();
            boolean first = tag.startsWith("<script") || tag.contains("stylesheet") || tag.contains("modulepreload");
            Matcher source = SOURCE.matcher(tag);
            if (first && source.find()) paths.add(source.group(1));
        }
        return paths;
    }

    private static double size(HttpClient http, Stack stack, String path) throws Exception {
        double kb = get(http, stack, path, "gzip").body().length / 1_000.0;
        System.out.printf(Locale.ROOT, "%8.1f KB %s%n", kb, path);
        return kb;
    }

    private static HttpResponse<byte[]> get(HttpClient http, Stack stack, String path, String encoding)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(stack.uri(path))
                .header("Accept-Encoding", encoding)
                .build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200)
            throw new IOException(path + ": " + answer.statusCode() + ", is there a console?");
        return answer;
    }
}
