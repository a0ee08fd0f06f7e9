package chat.tertulia.functions.image;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Ends this process at once, by {@code _exit} of POSIX. {@link Runtime#halt} waits as long as 300 ms for threads that are in
 * native code, and somebody would wait with it: the thread that watches the parent is always there.
 */
final class ProcessEnd {
    private final MethodHandle exit;

    ProcessEnd() {
        Linker linker = Linker.nativeLinker();
        exit = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("_exit"), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    }

    /** Does not return. Nothing is flushed, nothing is tidied up. */
    void now(int status) {
        try {
            exit.invokeExact(status);
        } catch (Throwable bug) {
            throw new IllegalStateException(bug);
        }
    }
}
