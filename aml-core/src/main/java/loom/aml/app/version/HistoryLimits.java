package loom.aml.app.version;

/**
 * Limits for the search for the versions of an item. The newest archives and snapshots are read first.
 *
 * @param archives the number of archives
 * @param snapshots the number of different versions of the item's file in snapshots
 */
public record HistoryLimits(long archives, long snapshots) {
    public static final HistoryLimits DEFAULT = new HistoryLimits(200, 20);
    public static final HistoryLimits NONE = new HistoryLimits(Long.MAX_VALUE, Long.MAX_VALUE);
}
