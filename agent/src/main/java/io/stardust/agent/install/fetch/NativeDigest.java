package io.stardust.agent.install.fetch;

import io.stardust.agent.foreign.CFunction;
import io.stardust.protocol.Hashes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 by OpenSSL's libcrypto. The agent runs without the JVM's second compiler, and without that the JDK's own does
 * 100 MB/s where libcrypto does 1,500. Not thread-safe.
 */
final class NativeDigest extends MessageDigest {
    /**
     * From this many bytes on it is worth the 3 MB that calling C functions costs the agent for the rest of its life.
     */
    static final long WORTH = 8 << 20;

    private static final int BYTES = 32;
    private static final int BUFFER = 64 << 10;
    /** The state, {@code SHA256_CTX}, has 112 bytes. */
    private static final int STATE = 256;

    private final Functions functions;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(BUFFER + STATE);
    private final long buffer = MemorySegment.ofBuffer(memory).address();
    private final long state = buffer + BUFFER;

    private NativeDigest(Functions functions) {
        super("SHA-256");
        this.functions = functions;
        engineReset();
    }

    /** A SHA-256 digest, the JDK's own where libcrypto is missing. */
    static MessageDigest sha256() {
        Functions functions = Functions.HERE;
        return functions == null ? Hashes.sha256() : new NativeDigest(functions);
    }

    @Override
    protected void engineUpdate(byte b) {
        engineUpdate(new byte[] {b}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int count) {
        for (int done = 0; done < count; ) {
            int piece = Math.min(BUFFER, count - done);
            memory.clear().put(bytes, offset + done, piece);
            functions.update.call(state, buffer, piece);
            done += piece;
        }
    }

    @Override
    protected byte[] engineDigest() {
        functions.finish.call(buffer, state, 0);
        byte[] hash = new byte[BYTES];
        memory.clear().get(hash);
        engineReset();
        return hash;
    }

    @Override
    protected void engineReset() {
        functions.begin.call(state, 0, 0);
    }

    /**
     * libcrypto as it is on this machine, by the functions that work on memory of the caller's: the newer ones start up
     * the whole library, which costs the agent 3 MB more.
     */
    private record Functions(CFunction begin, CFunction update, CFunction finish) {
        /** Null where there is none. */
        static final @Nullable Functions HERE = find();

        private static @Nullable Functions find() {
            for (String library : new String[] {"libcrypto.so.3", "libcrypto.so.1.1"}) {
                try {
                    return new Functions(
                            CFunction.of(library, "SHA256_Init"),
                            CFunction.of(library, "SHA256_Update"),
                            CFunction.of(library, "SHA256_Final"));
                } catch (UnsupportedOperationException | LinkageError _) {
                    // the next, or none
                }
            }
            return null;
        }
    }
}
