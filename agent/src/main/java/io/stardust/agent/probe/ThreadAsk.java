package io.stardust.agent.probe;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The same in a thread of its own, where a name must be looked up or TLS be spoken: both wait. */
final class ThreadAsk implements Ask {
    private final Question question;
    private final Duration timeout;
    private final Socket socket = new Socket();
    private volatile @Nullable Answer answer;

    ThreadAsk(Question question, Duration timeout) {
        this.question = question;
        this.timeout = timeout;
    }

    /** Asks; {@code answered} is run when {@link #look} knows. */
    void run(Runnable answered) {
        try {
            answer = ask();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            answer = Answer.no(SocketAsk.failed(question, e));
        }
        answered.run();
    }

    private Answer ask() throws IOException, GeneralSecurityException {
        try (Socket plain = socket) {
            int ms = (int) timeout.toMillis();
            plain.setSoTimeout(ms);
            plain.connect(new InetSocketAddress(question.host(), question.port()), ms);
            if (!(question instanceof Question.Http http))
                return Answer.yes(Reason.of(Code.PROBE_OPEN, "probe", question.shown()));
            if (!http.tls()) return talk(plain, http);
            try (Socket secure = Tls.CONTEXT.getSocketFactory().createSocket(plain, http.host(), http.port(), true)) {
                return talk(secure, http);
            }
        }
    }

    private static Answer talk(Socket to, Question.Http http) throws IOException {
        HttpReply reply = new HttpReply(http);
        to.getOutputStream().write(HttpReply.request(http));
        to.getOutputStream().flush();
        InputStream in = to.getInputStream();
        byte[] buffer = new byte[4096];
        while (true) {
            int count = in.read(buffer);
            if (count < 0) return reply.answer(true);
            if (reply.add(buffer, count)) return reply.answer(false);
        }
    }

    @Override
    public @Nullable Answer look() {
        return answer;
    }

    @Override
    public Answer late() {
        return SocketAsk.noAnswer(question, timeout);
    }

    @Override
    public void end() {
        try {
            socket.close(); // whoever still waits for it stops
        } catch (IOException e) {
            return; // it was only asked something
        }
    }

    /** Loaded with the first https probe. */
    private static final class Tls {
        static final SSLContext CONTEXT = context();

        private static SSLContext context() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Anyone()}, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no TLS in this Java", e);
            }
        }
    }

    /** It is asked whether something answers; who it is decides nothing, and nothing secret is sent. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // see the class
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // see the class
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
