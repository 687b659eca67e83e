package loom.aml.io.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Makes threads that wait in a call of {@code open} begin it again. Such a call waits at a pipe, also after the pipe has lost its
 * name to a file; begun again, it finds the file. Linux only, elsewhere nothing is done.
 *
 * <p>The signal is the one by which the JDK itself interrupts system calls. Its handler does nothing, and the JDK repeats a call
 * that ends with EINTR.
 */
public final class BlockedOpens {
    /** What the JDK calls INTERRUPT_SIGNAL, SIGRTMAX - 2. */
    private static final int SIGNAL = 62;

    /** The numbers of open and openat on x86-64, and of openat on AArch64. */
    private static final Set<String> OPENS = Set.of("2", "257", "56");

    private static final Path SELF = Path.of("/proc/self");
    private static final int STATUS_MAX = 1 << 14;

    private BlockedOpens() {}

    /** Sends the signal to each thread of this process that is opening a file. */
    public static void restart() throws IOException {
        if (!isHandled()) {
            return;
        }
        CLibrary library = new CLibrary();
        CLibrary.Function tgkill = library.function("tgkill");
        long process = ProcessHandle.current().pid();
        try (Arena arena = Arena.ofConfined();
                DirectoryStream<Path> threads = Files.newDirectoryStream(SELF.resolve("task"))) {
            for (Path thread : threads) {
                if (isOpening(thread)) {
                    library.call(
                            arena,
                            tgkill,
                            process,
                            Long.parseLong(thread.getFileName().toString()),
                            SIGNAL,
                            0,
                            0);
                }
            }
        }
    }

    /** The default action of the signal would end the process. Reading the file by a channel makes the JDK install its handler. */
    private static boolean isHandled() throws IOException {
        ByteBuffer status = ByteBuffer.allocate(STATUS_MAX);
        try (FileChannel channel = FileChannel.open(SELF.resolve("status"), StandardOpenOption.READ)) {
            while (status.hasRemaining() && channel.read(status) > 0) {
                // Read on.
            }
        }
        String text = new String(status.array(), 0, status.position(), StandardCharsets.ISO_8859_1);
        for (String line : text.split("\n")) {
            if (line.startsWith("SigCgt:")) {
                long caught = Long.parseUnsignedLong(
                        line.substring(line.indexOf(':') + 1).strip(), 16);
                return (caught >>> (SIGNAL - 1) & 1) == 1;
            }
        }
        return false;
    }

    /** Whether a thread may be in such a call; where that cannot be told, it may. */
    private static boolean isOpening(Path thread) {
        try {
            String call = Files.readString(thread.resolve("syscall"), StandardCharsets.ISO_8859_1);
            int end = call.indexOf(' ');
            return OPENS.contains(end < 0 ? call.strip() : call.substring(0, end));
        } catch (IOException e) {
            return true;
        }
    }
}
