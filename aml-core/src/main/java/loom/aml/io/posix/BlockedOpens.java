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
 * Restarts {@code open} calls that are blocked. A call that opens a pipe stays blocked even after a file has replaced
 * the pipe; a restarted call finds the file. Does nothing on systems other than Linux.
 *
 * <p>It uses the signal with which the JDK itself interrupts system calls. The JDK's handler does nothing, and the JDK
 * repeats a call that ends with EINTR.
 */
public final class BlockedOpens {
    /** SIGRTMAX - 2, the JDK's INTERRUPT_SIGNAL. */
    private static final int SIGNAL = 62;

    /** The system call numbers of open and openat on x86-64, and of openat on AArch64. */
    private static final Set<String> OPENS = Set.of("2", "257", "56");

    private static final Path SELF = Path.of("/proc/self");
    private static final int STATUS_MAX = 1 << 14;

    private BlockedOpens() {}

    /** Sends the signal to each thread of this process that is in an open call. */
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

    /**
     * Returns whether the JDK's handler is installed. The default action of the signal would end the process. Reading
     * the file through a channel makes the JDK install the handler.
     */
    private static boolean isHandled() throws IOException {
        ByteBuffer status = ByteBuffer.allocate(STATUS_MAX);
        try (FileChannel channel = FileChannel.open(SELF.resolve("status"), StandardOpenOption.READ)) {
            while (status.hasRemaining() && channel.read(status) > 0) {
                // Continue with the next line.
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

    /** Returns whether a thread may be in an open call; true if unknown. */
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
