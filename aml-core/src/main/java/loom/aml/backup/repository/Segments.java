package loom.aml.backup.repository;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import loom.aml.backup.segment.FrameCache;
import loom.aml.backup.segment.FrameDecompressor;
import loom.aml.backup.segment.Segment;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;

/** Opens segments and keeps them open. Safe for use by several threads. */
final class Segments implements AutoCloseable {
    private final BackupTarget target;
    private final FrameCache cache = new FrameCache();
    private final FrameDecompressor decompressor = new FrameDecompressor();
    private final Map<String, Segment> open = new HashMap<>();

    Segments(BackupTarget target) {
        this.target = target;
    }

    private static String object(String generation, String segment) {
        return SnapshotName.segmentsOf(generation) + segment + Segment.SUFFIX;
    }

    /** Returns the names of the segments of a generation with their sizes. */
    Map<String, Long> sizes(String generation) throws IOException {
        String prefix = SnapshotName.segmentsOf(generation);
        Map<String, Long> segments = new HashMap<>();
        for (BackupTarget.Stored stored : target.list(prefix)) {
            String file = stored.name().substring(prefix.length());
            if (file.endsWith(Segment.SUFFIX)) {
                segments.put(file.substring(0, file.length() - Segment.SUFFIX.length()), Math.max(0, stored.bytes()));
            }
        }
        return segments;
    }

    synchronized Segment open(String generation, String segment) throws IOException {
        Segment known = open.get(segment);
        if (known != null) {
            return known;
        }
        ObjectReader object;
        try {
            object = target.open(object(generation, segment));
        } catch (NoSuchFileException e) {
            throw new DamagedException(0, "segment " + segment + " is missing");
        }
        Segment opened = Segment.of(segment, object, cache, decompressor);
        open.put(segment, opened);
        return opened;
    }

    synchronized void delete(String generation, String segment) throws IOException {
        Segment opened = open.remove(segment);
        if (opened != null) {
            opened.close();
        }
        target.delete(object(generation, segment));
    }

    @Override
    public synchronized void close() throws IOException {
        for (Segment segment : open.values()) {
            segment.close();
        }
        open.clear();
        decompressor.close();
    }
}
