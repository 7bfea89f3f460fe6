package io.stardust.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in words for people why a server could not be asked: what was wrong, what was expected, what to do. The text of
 * the Java runtime ({@code PKIX path building failed}, {@code Invalid status line}, or no more than the host's name)
 * goes to nobody.
 */
public final class ConnectionFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 20;

    private ConnectionFailure(String words, Throwable cause) {
        super(words, cause);
    }

    /** Returns {@code e} in words, or {@code e} itself when its message is made for people already. */
    public static IOException of(URI server, IOException e) {
        if (e instanceof ConnectionFailure) return e;
        String words = words(server, e);
        return words == null ? e : new ConnectionFailure(words, e);
    }

    /** Returns why {@code server} could not be asked; null when {@code e} tells of something else. */
    public static @Nullable String words(URI server, Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = e; each != null && causes.size() < MAX_CAUSES; each = each.getCause()) causes.add(each);
        Collections.reverse(causes); // the JDK puts an unknown host into a refused connection
        for (Throwable each : causes) {
            String why = why(each);
            if (why != null) return server.getScheme() + "://" + server.getRawAuthority() + ": " + why;
        }
        return null;
    }

    private static @Nullable String why(Throwable e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof UnknownHostException || e instanceof UnresolvedAddressException) {
            return "no machine has this name (expected: a name that DNS knows here, or an address); check the URL";
        }
        if (text.contains("PKIX") || text.contains("unable to find valid certification path")) {
            return "its certificate is signed by nobody trusted here (expected: a public authority, or one that was made"
                    + " known to this program); add the authority's certificate to what is trusted";
        }
        if (text.contains("subject alternative") || text.contains("No name matching")) {
            return "its certificate is for another name (expected: this host's); check the URL or the certificate";
        }
        if (text.contains("CertificateExpired") || text.contains("NotAfter")) {
            return "its certificate has expired, or this machine's clock is wrong; renew it or set the clock";
        }
        if (text.contains("plaintext connection") || text.contains("Unsupported or unrecognized SSL")) {
            return "no TLS is spoken there (expected: https); try http://";
        }
        if (e instanceof SSLException)
            return "no TLS connection could be made (" + text + "); check https and the port";
        return ofSockets(e, text);
    }

    private static @Nullable String ofSockets(Throwable e, String text) {
        boolean timeout = e instanceof SocketTimeoutException
                || e.getClass().getSimpleName().endsWith("TimeoutException")
                || text.contains("timed out");
        if (timeout) return "no answer in time; check the URL, the server and what filters between here and there";
        if (e instanceof NoRouteToHostException || text.contains("unreachable")) {
            return "no way leads there; check the URL and this machine's network";
        }
        if (e instanceof ConnectException) {
            return "nothing listens there (connection refused); check that the server runs, and the port";
        }
        boolean noHttp = text.contains("Invalid status line")
                || text.contains("Invalid Http response")
                || text.contains("HTTP/1.1 header parser")
                || text.contains("no HTTP/1.1 answer")
                || text.contains("Unexpected end of file");
        if (noHttp)
            return "what answers there is no web server (expected: a Stardust server); check port and http/https";
        if (e instanceof EOFException || e instanceof SocketException || text.contains("connection closed")) {
            return "the connection broke (" + text + ")";
        }
        return null;
    }
}
