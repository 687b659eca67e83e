package loom.aml.io.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of files on Linux that users set: access control lists and {@code user.} attributes. Java
 * copies them with a whole file, but can neither list nor set the system attributes.
 */
public final class ExtendedAttributes {
    private static final int NO_DATA = 61;
    private static final int RANGE = 34;
    private static final int NOT_SUPPORTED = 95;
    private static final int LARGEST = 64 << 10;
    private static final int USUAL = 256;

    private ExtendedAttributes() {}

    /** The functions, linked on first use. */
    private record Functions(
            CLibrary library,
            CLibrary.Function list,
            CLibrary.Function get,
            CLibrary.Function set,
            CLibrary.Function remove) {
        static final @Nullable Functions HERE = find();

        private static @Nullable Functions find() {
            if (!System.getProperty("os.name", "").equals("Linux")) {
                return null;
            }
            try {
                CLibrary library = new CLibrary();
                return new Functions(
                        library,
                        library.function("llistxattr"),
                        library.function("lgetxattr"),
                        library.function("lsetxattr"),
                        library.function("lremovexattr"));
            } catch (IOException | UnsupportedOperationException e) {
                return null;
            }
        }
    }

    /** Links the functions before their first use. */
    public static boolean prepare() {
        return Functions.HERE != null;
    }

    /** Returns whether an attribute is preserved when a file is replaced. */
    private static boolean isKept(String name) {
        return name.startsWith("user.")
                || name.equals("system.posix_acl_access")
                || name.equals("system.posix_acl_default")
                || name.equals("system.nfs4_acl");
    }

    /**
     * Reads the attributes of a file; empty if the file system does not support them.
     *
     * @param path the bytes of the path
     * @return values by name; each char of a name is one byte
     */
    public static SortedMap<String, byte[]> read(byte[] path) throws IOException {
        SortedMap<String, byte[]> attributes = new TreeMap<>();
        Functions functions = Functions.HERE;
        if (functions == null) {
            return attributes;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = text(arena, path);
            byte[] names = value(arena, functions, functions.list, file, null);
            int start = 0;
            for (int i = 0; names != null && i < names.length; i++) {
                if (names[i] == 0) {
                    String name = new String(names, start, i - start, StandardCharsets.ISO_8859_1);
                    start = i + 1;
                    byte[] value = isKept(name)
                            ? value(arena, functions, functions.get, file, text(arena, bytes(name)))
                            : null;
                    if (value != null) {
                        attributes.put(name, value);
                    }
                }
            }
        }
        return attributes;
    }

    /** Sets exactly these attributes; removes other attributes, which the file inherited from its directory. */
    public static void replace(byte[] path, Map<String, byte[]> attributes) throws IOException {
        Functions functions = Functions.HERE;
        if (functions == null) {
            if (attributes.isEmpty()) {
                return;
            }
            throw new IOException("access control lists and extended attributes cannot be set on this system");
        }
        for (String name : attributes.keySet()) {
            // Manifests are text: a forged one must not give a program the capabilities of root.
            if (!isKept(name)) {
                throw new IOException("the attribute " + name + " cannot be set by a user");
            }
        }
        SortedMap<String, byte[]> present = read(path);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = text(arena, path);
            for (String name : present.keySet()) {
                if (!attributes.containsKey(name)) {
                    MemorySegment key = text(arena, bytes(name));
                    require(
                            functions.library.call(arena, functions.remove, file.address(), key.address(), 0, 0, 0),
                            "remove",
                            name);
                }
            }
            for (Entry<String, byte[]> attribute : attributes.entrySet()) {
                if (!Arrays.equals(present.get(attribute.getKey()), attribute.getValue())) {
                    MemorySegment key = text(arena, bytes(attribute.getKey()));
                    MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_BYTE, attribute.getValue());
                    require(
                            functions.library.call(
                                    arena,
                                    functions.set,
                                    file.address(),
                                    key.address(),
                                    value.address(),
                                    value.byteSize(),
                                    0),
                            "set",
                            attribute.getKey());
                }
            }
        }
    }

    private static void require(CLibrary.Result result, String what, String name) throws IOException {
        if (result.isFailure()) {
            throw new IOException("could not " + what + " its attribute " + name + " (error " + result.error() + ")");
        }
    }

    /** Returns the result of a function that fills a buffer; null if absent. */
    private static byte @Nullable [] value(
            Arena arena,
            Functions functions,
            CLibrary.Function function,
            MemorySegment file,
            @Nullable MemorySegment key)
            throws IOException {
        for (int size = USUAL; ; size = LARGEST) {
            MemorySegment buffer = arena.allocate(size);
            CLibrary.Result result = key == null
                    ? functions.library.call(arena, function, file.address(), buffer.address(), size, 0, 0)
                    : functions.library.call(arena, function, file.address(), key.address(), buffer.address(), size, 0);
            if (!result.isFailure()) {
                return buffer.asSlice(0, result.value()).toArray(ValueLayout.JAVA_BYTE);
            }
            if (result.error() == NOT_SUPPORTED || result.error() == NO_DATA) {
                return null;
            }
            if (result.error() != RANGE || size == LARGEST) {
                throw new IOException("its extended attributes cannot be read (error " + result.error() + ")");
            }
        }
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MemorySegment text(Arena arena, byte[] bytes) {
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }
}
