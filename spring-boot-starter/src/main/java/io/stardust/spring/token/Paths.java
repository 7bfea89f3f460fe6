package io.stardust.spring.token;

import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Paths of an application by patterns such as {@code /api/**}. Immutable. */
final class Paths {
    /** Of the filters: before Spring Security (-100), so that its rules see only calls that have passed. */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1_000;

    private final List<PathPattern> patterns;

    /** @throws org.springframework.web.util.pattern.PatternParseException if a pattern is none */
    Paths(List<String> patterns) {
        this.patterns =
                patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
    }

    boolean hold(String path) {
        return hold(PathContainer.parsePath(path));
    }

    boolean hold(PathContainer path) {
        for (PathPattern each : patterns) if (each.matches(path)) return true;
        return false;
    }
}
