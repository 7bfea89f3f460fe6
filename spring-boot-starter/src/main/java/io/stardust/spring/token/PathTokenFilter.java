package io.stardust.spring.token;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.springframework.core.Ordered;

/**
 * Asks for a service token on some paths of a Servlet application. A path counts as it was sent and as the container
 * reads it, dots and encoded signs resolved: whichever of the two is protected protects. Thread-safe.
 */
final class PathTokenFilter implements Filter, Ordered {
    private final Paths paths;
    private final Filter filter;

    /** {@code filter} gets the calls of {@code paths}. */
    PathTokenFilter(Paths paths, Filter filter) {
        this.paths = paths;
        this.filter = filter;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest call && isProtected(call)) filter.doFilter(request, response, chain);
        else chain.doFilter(request, response);
    }

    @Override
    public int getOrder() {
        return Paths.ORDER;
    }

    private boolean isProtected(HttpServletRequest call) {
        String context = Objects.requireNonNullElse(call.getContextPath(), "");
        String sent = call.getRequestURI();
        if (sent.startsWith(context) && paths.hold(sent.substring(context.length()))) return true;
        String read = Objects.requireNonNullElse(call.getServletPath(), "")
                + Objects.requireNonNullElse(call.getPathInfo(), "");
        return paths.hold(read);
    }
}
