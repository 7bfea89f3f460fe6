package io.stardust.agent.install;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.stardust.protocol.Hashes;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A digest by OpenSSL's libcrypto. The agent runs without the JVM's second compiler, and without that the JDK's SHA-256
 * does 100 MB/s where libcrypto does 1,500. Not thread-safe.
 */
final class NativeDigest extends MessageDigest {
    /** {@code EVP_MAX_MD_SIZE}. */
    private static final int MAX_BYTES = 64;

    private final Functions functions;
    private final MemorySegment kind;
    private final MemorySegment context;

    @SuppressWarnings("restricted") // granted on the command line with --enable-native-access
    private NativeDigest(Functions functions, String name, MemorySegment kind) throws Throwable {
        super(name);
        this.functions = functions;
        this.kind = kind;
        // freed with this object, so that a download that stops half-way leaks nothing
        this.context = ((MemorySegment) functions.make.invokeExact()).reinterpret(Arena.ofAuto(), functions::free);
        begin();
    }

    /** A SHA-256 digest, the JDK's own where libcrypto is missing. */
    static MessageDigest sha256() {
        return of("SHA-256", "EVP_sha256", Hashes.sha256());
    }

    /** An MD5 digest, the JDK's own where libcrypto is missing or refuses MD5. */
    static MessageDigest md5() {
        return of("MD5", "EVP_md5", Hashes.md5());
    }

    private static MessageDigest of(String name, String kind, MessageDigest otherwise) {
        Functions functions = Functions.HERE;
        if (functions == null) return otherwise;
        try {
            return new NativeDigest(functions, name, functions.kind(kind));
        } catch (Throwable e) { // what a method handle may throw
            LoggerFactory.getLogger(NativeDigest.class).warn("libcrypto has no {}: {}", name, e.toString());
            return otherwise;
        }
    }

    private void begin() {
        try {
            require("EVP_DigestInit_ex", (int) functions.init.invokeExact(context, kind, MemorySegment.NULL));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(String function, int result) {
        if (result != 1) throw new IllegalStateException(function + " returned " + result + " (expected: 1)");
    }

    @Override
    protected void engineUpdate(byte b) {
        engineUpdate(new byte[] {b}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int count) {
        try {
            MemorySegment part = MemorySegment.ofArray(bytes).asSlice(offset, count);
            require("EVP_DigestUpdate", (int) functions.update.invokeExact(context, part, (long) count));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected byte[] engineDigest() {
        try {
            byte[] hash = new byte[MAX_BYTES];
            int[] length = new int[1];
            require("EVP_DigestFinal_ex", (int)
                    functions.finish.invokeExact(context, MemorySegment.ofArray(hash), MemorySegment.ofArray(length)));
            begin();
            return java.util.Arrays.copyOf(hash, length[0]);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void engineReset() {
        begin();
    }

    /** libcrypto as it is on this machine; the library stays loaded. Thread-safe. */
    private static final class Functions {
        /** Null where there is none. */
        static final @Nullable Functions HERE = find();

        private final SymbolLookup library;
        private final MethodHandle make;
        private final MethodHandle init;
        private final MethodHandle update;
        private final MethodHandle finish;
        private final MethodHandle free;

        private Functions(SymbolLookup library) {
            this.library = library;
            Linker.Option heap = Linker.Option.critical(true); // our buffers are arrays, and hashing one is short
            make = function("EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
            init = function("EVP_DigestInit_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
            update = function("EVP_DigestUpdate", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG), heap);
            finish = function("EVP_DigestFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS), heap);
            free = function("EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
        }

        @SuppressWarnings("restricted")
        private static @Nullable Functions find() {
            for (String name : new String[] {"libcrypto.so.3", "libcrypto.so.1.1"}) {
                try {
                    return new Functions(SymbolLookup.libraryLookup(name, Arena.global()));
                } catch (RuntimeException | LinkageError _) {
                    // the next, or none
                }
            }
            return null;
        }

        @SuppressWarnings("restricted")
        private MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
            return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), shape, options);
        }

        MemorySegment kind(String name) throws Throwable {
            return (MemorySegment)
                    function(name, FunctionDescriptor.of(ADDRESS)).invokeExact();
        }

        private void free(MemorySegment context) {
            try {
                free.invokeExact(context);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
