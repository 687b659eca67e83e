package loom.aml.recall;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.CollectionFile;
import loom.aml.store.Version;

/**
 * An existence filter, and the versions of the files whose ids it contains.
 *
 * <pre>
 *   0    4   length n of the JSON text, big-endian
 *   4    n   JSON: {"files": ["&lt;path&gt;", "&lt;size&gt; &lt;modified&gt; &lt;changed&gt; &lt;key&gt;", ...]}, the versions
 *   4+n      {@link ExistenceFilter#toBytes}, to the end
 * </pre>
 *
 * <p>The versions need no checksum, because an altered version matches no file. Immutable.
 *
 * @param versions by path within the store, each {@link Version#text}
 */
record KnownIds(ExistenceFilter filter, Map<String, String> versions) {
    static final String FILE = "existence.bin";
    private static final String FILES = "files";

    static final KnownIds NONE = new KnownIds(ExistenceFilter.forItems(0), Map.of());

    KnownIds {
        versions = Map.copyOf(versions);
    }

    /** Returns whether the filter contains every id of a file's current version. */
    boolean covers(CollectionFile file, Version state) {
        return state.text().equals(versions.get(file.path()));
    }

    byte[] toBytes() {
        // Not an object by path: a name that is not UTF-8 can be a JSON value, but not a key.
        List<String> files = new ArrayList<>(versions.size() * 2);
        versions.forEach((path, version) -> {
            files.add(path);
            files.add(version);
        });
        byte[] head = JsonObject.builder().put(FILES, files).build().toString().getBytes(StandardCharsets.UTF_8);
        byte[] bits = filter.toBytes();
        return ByteBuffer.allocate(Integer.BYTES + head.length + bits.length)
                .putInt(head.length)
                .put(head)
                .put(bits)
                .array();
    }

    /** Parses the result of {@link #toBytes}; empty if it is damaged or has another version, so that it is rebuilt. */
    static Optional<KnownIds> parse(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || length > in.remaining()) {
                return Optional.empty();
            }
            byte[] head = new byte[length];
            in.get(head);
            byte[] bits = new byte[in.remaining()];
            in.get(bits);
            List<String> files = JsonObject.parse(head).strings(FILES);
            if (files.isEmpty()) {
                return Optional.empty();
            }
            Map<String, String> versions = new HashMap<>();
            for (int i = 0; i + 1 < files.size(); i += 2) {
                versions.put(files.get(i), files.get(i + 1));
            }
            return Optional.of(new KnownIds(ExistenceFilter.parse(bits), versions));
        } catch (JsonSyntaxException | DamagedException e) {
            return Optional.empty();
        }
    }
}
