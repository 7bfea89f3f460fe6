package io.stardust.agent.probe;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection, and a GET over it if asked for, to a known address: any number of them at once in one thread. */
final class SocketAsk implements Ask {
    private final Question question;
    private final @Nullable HttpReply reply;
    private final ByteBuffer request;
    private final Duration timeout;
    private final SocketChannel channel;
    private final SelectionKey key;
    private @Nullable ByteBuffer buffer;
    private boolean connected;

    private SocketAsk(Question question, InetSocketAddress address, Duration timeout, Selector selector)
            throws IOException {
        this.question = question;
        this.timeout = timeout;
        this.reply = question instanceof Question.Http http ? new HttpReply(http) : null;
        byte[] asked = question instanceof Question.Http http ? HttpReply.request(http) : new byte[0];
        this.request = ByteBuffer.wrap(asked);
        this.channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            connected = channel.connect(address);
            key = channel.register(selector, SelectionKey.OP_CONNECT);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Begins. */
    static Ask begin(Question question, InetAddress address, Duration timeout, Selector selector) {
        try {
            return new SocketAsk(question, new InetSocketAddress(address, question.port()), timeout, selector);
        } catch (IOException | RuntimeException e) {
            return new Settled(Answer.no(failed(question, e)));
        }
    }

    @Override
    public @Nullable Answer look() {
        try {
            return proceed();
        } catch (IOException e) {
            return Answer.no(failed(question, e));
        }
    }

    private @Nullable Answer proceed() throws IOException {
        if (!connected && !channel.finishConnect()) return null;
        connected = true;
        if (reply == null) return Answer.yes(Reason.of(Code.PROBE_OPEN, "probe", question.shown()));
        if (request.hasRemaining()) {
            channel.write(request);
            key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            if (request.hasRemaining()) return null;
        }
        ByteBuffer into = buffer == null ? ByteBuffer.allocate(4096) : buffer;
        buffer = into;
        while (true) {
            into.clear();
            int count = channel.read(into);
            if (count == 0) return null;
            if (count < 0) return reply.answer(true);
            if (reply.add(into.array(), count)) return reply.answer(false);
        }
    }

    static Reason failed(Question question, Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        String error = message.toLowerCase(java.util.Locale.ROOT);
        if (error.equals("connection refused")) return Reason.of(Code.PROBE_REFUSED, "probe", question.shown());
        return Reason.of(Code.PROBE_FAILED, "probe", question.shown(), "error", error);
    }

    @Override
    public Answer late() {
        if (reply != null && reply.isEnough()) return reply.answer(true); // an answer without end
        return noAnswer(question, timeout);
    }

    static Answer noAnswer(Question question, Duration timeout) {
        return Answer.no(Reason.of(Code.PROBE_LATE, "probe", question.shown(), "timeout", timeout.toMillis()));
    }

    @Override
    public void end() {
        try {
            channel.close();
        } catch (IOException e) {
            return; // it was only asked something
        }
    }

    /** Answered before it began. */
    record Settled(Answer answer) implements Ask {
        @Override
        public Answer look() {
            return answer;
        }

        @Override
        public Answer late() {
            return answer;
        }

        @Override
        public void end() {
            // holds nothing
        }
    }
}
