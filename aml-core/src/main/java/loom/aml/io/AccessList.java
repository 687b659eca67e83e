package loom.aml.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A POSIX access control list in the form in which Linux stores it in an extended attribute. All numbers are little-endian.
 *
 * <pre>
 * 4      version, 2
 * 2 2 4  per entry: tag, permissions (rwx as in a mode), user or group ID
 * </pre>
 */
final class AccessList {
    static final String ACCESS = "system.posix_acl_access";
    static final String DEFAULT = "system.posix_acl_default";

    private static final int VERSION = 2;
    private static final int ENTRY = 8;
    private static final int OWNER = 0x01;
    private static final int GROUP = 0x04;
    private static final int MASK = 0x10;
    private static final int OTHERS = 0x20;
    private static final int ALL = 7;
    private static final int NO_EXECUTION = 6;

    private AccessList() {}

    /** Returns the permissions of the owning group. The mode of a file with a list shows the mask instead. */
    static int rightsOfGroup(byte[] list) {
        ByteBuffer entries = entries(list);
        int group = 0;
        int mask = ALL;
        while (entries != null && entries.remaining() >= ENTRY) {
            int tag = entries.getShort();
            int rights = entries.getShort();
            entries.getInt();
            if (tag == GROUP) {
                group = rights;
            } else if (tag == MASK) {
                mask = rights;
            }
        }
        return group & mask;
    }

    /** Returns the list that a new file inherits from the default list of its directory, without execute permission. */
    static byte[] withoutExecution(byte[] list) {
        byte[] narrowed = list.clone();
        ByteBuffer entries = entries(narrowed);
        while (entries != null && entries.remaining() >= ENTRY) {
            int tag = entries.getShort();
            if (tag == OWNER || tag == MASK || tag == OTHERS) {
                entries.putShort(entries.position(), (short) (entries.getShort(entries.position()) & NO_EXECUTION));
            }
            entries.position(entries.position() + ENTRY - Short.BYTES);
        }
        return narrowed;
    }

    private static @Nullable ByteBuffer entries(byte[] list) {
        ByteBuffer entries = ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN);
        return list.length < Integer.BYTES || entries.getInt() != VERSION ? null : entries;
    }
}
