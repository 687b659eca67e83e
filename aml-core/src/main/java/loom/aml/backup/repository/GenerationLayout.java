package loom.aml.backup.repository;

import loom.aml.json.JsonObject;

/**
 * How the bytes of a generation are stored.
 *
 * @param snapshots the number of readable snapshots
 * @param segments the number of segments
 * @param bytes the size of the segments
 * @param deadBytes about the size of the content that no readable snapshot needs
 * @param unneeded the exact number of bytes of decompressed content that no readable snapshot needs
 * @param files the number of files in the newest snapshot
 * @param pieces the number of places in segments that these files are read from
 * @param increments the number of segments that the newest snapshot needs besides the first one
 */
public record GenerationLayout(
        String generation,
        int snapshots,
        int segments,
        long bytes,
        long deadBytes,
        long unneeded,
        int files,
        long pieces,
        int increments) {

    /** Returns the average number of places that a file of the newest snapshot is read from. */
    public double piecesPerFile() {
        return files == 0 ? 0 : (double) pieces / files;
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("snapshots", snapshots)
                .put("segments", segments)
                .put("bytes", bytes)
                .put("dead_bytes", deadBytes)
                .put("pieces_per_file", Math.round(10 * piecesPerFile()) / 10.0)
                .put("increments", increments)
                .build();
    }
}
