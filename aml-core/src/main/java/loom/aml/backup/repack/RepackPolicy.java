package loom.aml.backup.repack;

import java.util.Optional;
import loom.aml.backup.repository.GenerationLayout;

/**
 * When it pays to repack a generation.
 *
 * @param minDeadBytes the least number of dead bytes
 * @param minDeadShare the least share of dead bytes, of all bytes of the generation
 * @param maxPieces the number of places from which a file of the newest snapshot may be read, on average
 * @param maxIncrements the number of increments that may be behind the newest snapshot
 */
public record RepackPolicy(long minDeadBytes, double minDeadShare, double maxPieces, int maxIncrements) {
    public static final RepackPolicy DEFAULT = new RepackPolicy(1 << 20, 0.2, 32, 48);

    /** Repacks every generation that is not packed yet. */
    public static final RepackPolicy ALL = new RepackPolicy(1, 0, 1, 0);

    /** Returns why it pays to repack a generation; empty if it does not. */
    public Optional<String> reason(GenerationLayout layout) {
        if (layout.deadBytes() >= minDeadBytes && layout.deadBytes() >= minDeadShare * layout.bytes()) {
            return Optional.of("dead bytes");
        }
        if (layout.increments() > maxIncrements) {
            return Optional.of("increments");
        }
        return layout.piecesPerFile() > maxPieces ? Optional.of("pieces") : Optional.empty();
    }
}
