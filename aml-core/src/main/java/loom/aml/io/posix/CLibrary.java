package loom.aml.io.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Access to the C library. Linking a function type costs about 13 ms per process, independent of the function's name,
 * so all functions use one type: five words in, one word out. The calling conventions of x86-64 and AArch64 pass
 * integers and pointers alike in registers, and a function ignores registers that it has no parameter for.
 */
final class CLibrary {
    private static final FunctionDescriptor FIVE_WORDS = FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG);

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols = linker.defaultLookup();
    private final MethodHandle call = linker.downcallHandle(FIVE_WORDS, Linker.Option.captureCallState("errno"));

    /** A function of the library. */
    record Function(String name, MemorySegment address) {}

    /**
     * The result of a call.
     *
     * @param value the return value; only the lower half is valid if the function returns an int
     * @param error the error number (errno) if the call failed
     */
    record Result(long value, int error) {
        boolean isFailure() {
            return (int) value == -1;
        }
    }

    /**
     * Finds a function.
     *
     * @throws IOException if the library does not contain the function
     */
    Function function(String name) throws IOException {
        return new Function(
                name,
                symbols.find(name)
                        .orElseThrow(() -> new IOException("the C library of this system has no function " + name)));
    }

    Result call(Arena arena, Function function, long one, long two, long three, long four, long five) {
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        try {
            long value = (long) call.invokeExact(function.address, state, one, two, three, four, five);
            // A VarHandle for this single number would cost a quarter of the linking time.
            return new Result(value, state.toArray(ValueLayout.JAVA_INT)[0]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(function.name, e);
        }
    }
}
