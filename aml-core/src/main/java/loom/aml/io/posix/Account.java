package loom.aml.io.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user account that this process can change to permanently. Only root can change; afterwards the process has only the
 * rights of the account.
 *
 * @param user the number of the user
 * @param group the number of the primary group
 * @param name the name of the user; empty if the number has no name, as in containers
 * @param home the home directory; empty if unknown
 */
public record Account(int user, int group, String name, String home) {
    private static final int ROOT = 0;
    private static final int NAME_MAX = 4096;

    /** Offsets in struct passwd (name, password, uid, gid, gecos, dir, shell) of glibc and musl on 64-bit systems. */
    private static final int PASSWD_SIZE = 48;

    private static final int PASSWD_UID = 16;
    private static final int PASSWD_GID = 20;
    private static final int PASSWD_HOME = 32;

    /** The account that this process changed to. A process changes at most once. */
    private static volatile @Nullable Account taken;

    /**
     * Returns the account of a user.
     *
     * @param otherwise the group of a user that is not in the user database; never the group of root
     */
    public static Account of(int user, int otherwise) throws IOException {
        CLibrary library = new CLibrary();
        try (Arena arena = Arena.ofConfined()) {
            long entry = library.call(arena, library.function("getpwuid"), user, 0, 0, 0, 0)
                    .value();
            if (entry == 0) {
                return new Account(user, otherwise == ROOT ? user : otherwise, "", "");
            }
            MemorySegment passwd = MemorySegment.ofAddress(entry).reinterpret(PASSWD_SIZE);
            if (passwd.get(ValueLayout.JAVA_INT, PASSWD_UID) != user) {
                throw new IOException("the C library uses an unknown layout of struct passwd");
            }
            return new Account(
                    user, passwd.get(ValueLayout.JAVA_INT, PASSWD_GID), textAt(passwd, 0), textAt(passwd, PASSWD_HOME));
        }
    }

    private static String textAt(MemorySegment passwd, int offset) {
        long address = passwd.get(ValueLayout.JAVA_LONG, offset);
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address).reinterpret(NAME_MAX).getString(0);
    }

    /**
     * Changes all threads of this process to the account: supplementary groups first, then group, then user. The C
     * library applies each call to every thread.
     *
     * @throws IOException if a call fails; the process must exit because it may have changed partly
     */
    public void become() throws IOException {
        CLibrary library = new CLibrary();
        try (Arena arena = Arena.ofConfined()) {
            if (name.isEmpty()) {
                require(library.call(arena, library.function("setgroups"), 0, 0, 0, 0, 0), "setgroups");
            } else {
                MemorySegment text = arena.allocateFrom(name, StandardCharsets.UTF_8);
                require(
                        library.call(arena, library.function("initgroups"), text.address(), group, 0, 0, 0),
                        "initgroups");
            }
            require(library.call(arena, library.function("setresgid"), group, group, group, 0, 0), "setresgid");
            require(library.call(arena, library.function("setresuid"), user, user, user, 0, 0), "setresuid");
            boolean canReturn = !library.call(arena, library.function("setresuid"), -1, ROOT, -1, 0, 0)
                    .isFailure();
            if (canReturn || holdsCapabilities()) {
                throw new IOException("cannot drop the privileges of root");
            }
        }
        taken = this;
    }

    /** Returns the account that this process changed to; empty if it did not change. */
    public static Optional<Account> taken() {
        return Optional.ofNullable(taken);
    }

    private static void require(CLibrary.Result result, String function) throws IOException {
        if (result.isFailure()) {
            throw new IOException(function + " failed with error " + result.error());
        }
    }

    private static boolean holdsCapabilities() throws IOException {
        Path status = Path.of("/proc/thread-self/status");
        if (!Files.exists(status)) {
            return false;
        }
        for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
            boolean isOfRights = line.startsWith("CapEff:") || line.startsWith("CapPrm:");
            if (isOfRights && !line.substring(line.indexOf(':') + 1).strip().matches("0+")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the name for messages. */
    public Optional<String> named() {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }
}
