package io.stardust.client.token;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * As {@link StardustFilter} for Servlet containers. The app brings the Servlet API, version 5 or 6. Who calls is the
 * request's attribute {@value #CALLER}, a {@link Caller}. Thread-safe.
 */
public final class StardustServletFilter implements Filter {
    /** Name of the attribute. */
    public static final String CALLER = "io.stardust.caller";

    private final TokenVerifier verifier;
    private final @Nullable String scope;

    /** Lets every app pass that may call this one. */
    public StardustServletFilter(TokenVerifier verifier) {
        this(verifier, null);
    }

    /** Lets those pass whose token covers {@code scope} (null = any). */
    public StardustServletFilter(TokenVerifier verifier, @Nullable String scope) {
        this.verifier = verifier;
        this.scope = scope;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest call) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("no HTTP request (expected: one)");
        }
        String token = TokenVerifier.shown(call.getHeader("X-Stardust-Token"), call.getHeader("Authorization"));
        try {
            call.setAttribute(CALLER, scope == null ? verifier.verify(token) : verifier.verify(token, scope));
        } catch (TokenException e) {
            refuse(answer, e);
            return;
        }
        verifier.calls().begin();
        boolean later = false;
        try {
            chain.doFilter(request, response);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new AtEnd());
                later = true;
            }
        } finally {
            if (!later) verifier.calls().end();
        }
    }

    /** The end of a call that is answered by another thread. */
    private final class AtEnd implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            verifier.calls().end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {} // its completion follows

        @Override
        public void onError(AsyncEvent event) {} // its completion follows

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this); // the container has forgotten its listeners
        }
    }

    private static void refuse(HttpServletResponse answer, TokenException why) throws IOException {
        int status = why.reason().status();
        answer.setStatus(status);
        answer.setContentType("text/plain; charset=utf-8");
        if (status == 401) answer.setHeader("WWW-Authenticate", "Bearer");
        answer.getWriter().println(why.getMessage());
    }
}
