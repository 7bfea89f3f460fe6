package io.stardust.agent.foreign;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A C function of up to three whole numbers or pointers. All are called in one shape, {@code long f(long, long, long)}:
 * every further shape costs the JVM some hundred KB, and on 64-bit Linux (x86-64, AArch64) a function finds its own
 * arguments in the same registers and ignores the rest. An {@code int} result must be cut by its caller, its upper half
 * is undefined. Immutable and thread-safe.
 */
public final class CFunction {
    private static final int RTLD_LAZY = 1;
    private static final MethodHandle CALL = shape();

    private final MemorySegment address;

    private CFunction(MemorySegment address) {
        this.address = address;
    }

    @SuppressWarnings("restricted") // granted on the command line with --enable-native-access
    private static MethodHandle shape() {
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    /**
     * Returns the C library's function.
     *
     * @throws UnsupportedOperationException if it has none of that name
     */
    public static CFunction of(String name) {
        return new CFunction(Linker.nativeLinker()
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name)));
    }

    /**
     * Returns the function of a shared library, which stays loaded.
     *
     * @throws UnsupportedOperationException if there is no such library, or none such in it
     */
    public static CFunction of(String library, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long handle = of("dlopen").call(arena.allocateFrom(library).address(), RTLD_LAZY, 0);
            if (handle == 0) throw new UnsupportedOperationException("no library " + library);
            long address = of("dlsym").call(handle, arena.allocateFrom(name).address(), 0);
            if (address == 0) throw new UnsupportedOperationException(library + " has no " + name);
            return new CFunction(MemorySegment.ofAddress(address));
        }
    }

    /** Calls it with as many of the arguments as it has. */
    public long call(long first, long second, long third) {
        try {
            return (long) CALL.invokeExact(address, first, second, third);
        } catch (Throwable e) { // what a method handle may throw
            throw new IllegalStateException(e);
        }
    }
}
