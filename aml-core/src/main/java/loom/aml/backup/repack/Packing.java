package loom.aml.backup.repack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.backup.repository.Repository;

/**
 * Writes the contents of snapshots into new segments.
 *
 * <pre>
 * the newest snapshot           its files whole, one after the other: a restore reads this segment and no other
 * the others of its block       what the files above do not contain, in a second segment; their recipes, in a third
 * the next older block          its newest snapshot from what is above, then the others from that one, and so on
 * </pre>
 *
 * <p>No segment needs one of an older block, so rotation can remove the oldest snapshots with their bytes. Not safe for use by several
 * threads.
 */
final class Packing {
    /** The number of snapshots in a block. With more, recipes are longer; with fewer, more of them are behind old snapshots. */
    static final int BLOCK = 16;

    private final Repository repository;
    private final String directory;
    private final Set<String> independent;
    private final Map<String, FilePacking> files = new HashMap<>();
    private final List<String> written = new ArrayList<>();

    /**
     * @param directory the prefix of the names of segments
     * @param independent files whose contents are stored whole
     */
    Packing(Repository repository, String directory, Set<String> independent) {
        this.repository = repository;
        this.directory = directory;
        this.independent = independent;
    }

    /** Returns the names of the segments that were published so far. */
    List<String> segments() {
        return List.copyOf(written);
    }

    /**
     * Packs all contents.
     *
     * @param drafts the snapshots, the newest first
     * @throws UnreadableFileException if a content cannot be read
     */
    void pack(List<Draft> drafts) throws IOException {
        for (int from = 0; from < drafts.size(); from += BLOCK) {
            List<Draft> block = drafts.subList(from, Math.min(drafts.size(), from + BLOCK));
            packHead(block.getFirst());
            packOthers(block);
        }
    }

    private void packHead(Draft head) throws IOException {
        try (PackedSegment segment = new PackedSegment(repository)) {
            List<FilePacking> packed = new ArrayList<>();
            for (Draft.File file : head.files()) {
                if (!file.content().isPacked()) {
                    FilePacking packing = packingOf(file.content().file());
                    packing.addHead(file.content(), segment);
                    packed.add(packing);
                }
            }
            for (FilePacking packing : packed) {
                packing.addRecipes(segment);
            }
            publish(segment, packed);
        }
    }

    /** Packs the other contents of a block in two segments: recipes can only refer to segments that are complete. */
    private void packOthers(List<Draft> block) throws IOException {
        Map<String, Set<FileContent>> left = new LinkedHashMap<>();
        for (Draft draft : block) {
            for (Draft.File file : draft.files()) {
                if (!file.content().isPacked()) {
                    left.computeIfAbsent(file.content().file(), _ -> new LinkedHashSet<>())
                            .add(file.content());
                }
            }
        }
        List<FilePacking> packed = new ArrayList<>();
        try (PackedSegment segment = new PackedSegment(repository)) {
            for (Map.Entry<String, Set<FileContent>> contents : left.entrySet()) {
                FilePacking packing = packingOf(contents.getKey());
                packing.addOthers(contents.getValue(), segment);
                packed.add(packing);
            }
            for (FilePacking packing : packed) {
                packing.addRecipes(segment);
            }
            publish(segment, packed);
        }
        try (PackedSegment segment = new PackedSegment(repository)) {
            for (FilePacking packing : packed) {
                packing.addRecipesOfPool(segment);
            }
            publish(segment, packed);
        }
    }

    private FilePacking packingOf(String file) {
        return files.computeIfAbsent(file, name -> new FilePacking(independent.contains(name)));
    }

    private void publish(PackedSegment segment, List<FilePacking> packed) throws IOException {
        var sum = segment.publish(directory);
        if (sum.isPresent()) {
            written.add(sum.get().hex());
            packed.forEach(packing -> packing.published(sum.get().hex()));
        }
    }
}
