package loom.aml.backup.segment;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Caches frames that were not read to their end, the most recently used ones within a size limit. Large frames, which a reader
 * passes once, get little space; small ones, which are needed again for each file, get more. Callers must not modify a cached
 * frame. Safe for use by several threads.
 */
public final class FrameCache {
    private static final int LARGE = 512 << 10;
    private static final long FOR_LARGE = 6 << 20;

    /** Enough for one frame of each increment in a week of hourly snapshots. */
    private static final long FOR_SMALL = 48 << 20;

    private final Recent large = new Recent(FOR_LARGE);
    private final Recent small = new Recent(FOR_SMALL);

    private record Key(String segment, int frame) {
        // The generated equals of a record is linked at run time; see FileState.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && frame == key.frame && segment.equals(key.segment);
        }

        @Override
        public int hashCode() {
            return 31 * segment.hashCode() + frame;
        }
    }

    synchronized byte @Nullable [] get(String segment, int frame) {
        Key key = new Key(segment, frame);
        byte[] found = small.frames.get(key);
        return found != null ? found : large.frames.get(key);
    }

    synchronized void put(String segment, int frame, byte[] content) {
        Recent recent = content.length < LARGE ? small : large;
        recent.put(new Key(segment, frame), content);
    }

    synchronized void remove(String segment, int frame, byte[] content) {
        Recent recent = content.length < LARGE ? small : large;
        recent.remove(new Key(segment, frame));
    }

    /** Removes all frames of a segment, for a table that numbers its frames differently. */
    synchronized void removeAll(String segment) {
        small.removeAll(segment);
        large.removeAll(segment);
    }

    private static final class Recent {
        private final long maxBytes;
        private final Map<Key, byte[]> frames = new LinkedHashMap<>(64, 0.75f, true);
        private long bytes;

        Recent(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        void put(Key key, byte[] content) {
            byte[] before = frames.put(key, content);
            bytes += content.length - (before == null ? 0 : before.length);
            Iterator<byte[]> oldest = frames.values().iterator();
            while (bytes > maxBytes && oldest.hasNext()) {
                bytes -= oldest.next().length;
                oldest.remove();
            }
        }

        void removeAll(String segment) {
            frames.keySet().stream()
                    .filter(key -> key.segment.equals(segment))
                    .toList()
                    .forEach(this::remove);
        }

        void remove(Key key) {
            byte[] content = frames.remove(key);
            bytes -= content == null ? 0 : content.length;
        }
    }
}
