package loom.aml.proof.kill;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A writing command, on a store that gives it work. */
enum Deed {
    MAINTAIN(Way.SHRINKS, List.of(), "maintain"),
    MAINTAIN_AGAIN(Way.SHRINKS, List.of("backup create"), "maintain"),
    PRUNE(Way.SHRINKS, List.of(), "prune"),
    GC(Way.SHRINKS, List.of(), "optimize gc"),
    GC_REPAIR(Way.SHRINKS, List.of(Deed.DAMAGE), "optimize gc --repair"),
    MIGRATE_UP(Way.TRANSFORMS, List.of(), "migrate migrate --version 2.0.0"),
    MIGRATE_DOWN(Way.TRANSFORMS, List.of("migrate migrate --version 1.2.0"), "migrate migrate --version 1.0.0"),
    BACKUP_FULL(Way.COPIES, List.of(), "backup create"),
    BACKUP_INCREMENT(Way.COPIES, List.of("backup create", "prune --no-backup"), "backup create"),
    BACKUP_AUTO(Way.ROTATES, List.of("backup create", "prune --no-backup"), "backup auto"),
    BACKUP_ROTATE(
            Way.ROTATES,
            List.of("backup create", "optimize gc", "backup create", "prune", "backup create --full"),
            "backup rotate --hourly 0 --daily 0 --max-count 1"),
    RESTORE(Way.GROWS, List.of("backup create", "optimize gc", "prune"), "backup restore @FIRST"),
    UNDO(Way.GROWS, List.of("prune"), "undo"),
    UNDO_MIGRATION(Way.TRANSFORMS, List.of("migrate migrate --version 1.2.0"), "undo"),
    REPORT(Way.WATCHES, List.of("backup create"), "monitor report"),
    METRICS(Way.WATCHES, List.of(), "monitor metrics"),
    COMPRESS(Way.RECODES, List.of(), "optimize compress --age-days 0"),
    DECOMPRESS(Way.RECODES, List.of("backup create"), "optimize decompress"),
    INDEX(Way.INDEXES, List.of(), "optimize index"),
    INDEX_AGAIN(Way.INDEXES, List.of("optimize index", "prune"), "optimize index");

    /** The properties of a command. */
    enum Way {
        SHRINKS,
        GROWS,
        TRANSFORMS,
        COPIES,
        RECODES,
        INDEXES,
        ROTATES,
        WATCHES
    }

    /** A step of the preparation that is not a command: it truncates a file. */
    static final String DAMAGE = "!damage";

    private final Way way;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> preparation;

    private final String command;

    /** @param preparation commands that prepare the sample store */
    Deed(Way way, List<String> preparation, String command) {
        this.way = way;
        this.preparation = preparation;
        this.command = command;
    }

    List<String> preparation() {
        return preparation;
    }

    /** Returns commands that produce valid intermediate states. */
    List<String> stages() {
        // gc writes a collection without the removed items before it completes others in it.
        return command.startsWith("optimize gc") || command.equals("maintain")
                ? List.of("optimize gc --no-complete", "optimize gc")
                : List.of();
    }

    String command() {
        return command;
    }

    /** Returns whether the files are initially gzip, as the runtime writes them. */
    boolean beginsWithGzip() {
        return EnumSet.of(
                        MAINTAIN_AGAIN, GC, MIGRATE_DOWN, BACKUP_FULL, BACKUP_AUTO, RESTORE, UNDO_MIGRATION, DECOMPRESS)
                .contains(this);
    }

    /** Returns whether a file of the store is damaged before the command. */
    boolean beginsDamaged() {
        return preparation.contains(DAMAGE);
    }

    /** Returns whether snapshots may be removed. */
    boolean rotates() {
        return way == Way.ROTATES || command.equals("maintain");
    }

    /**
     * Returns whether a second run has more work: items of a damaged file are judged in the run after its repair.
     */
    boolean settlesInTwo() {
        return this == GC_REPAIR;
    }

    /** Returns the exit codes with which the repeated command may succeed. */
    Set<Integer> wellEnded() {
        // Nothing remains to be undone if the killed run had just ended.
        return command.equals("undo") ? Set.of(0, 2) : Set.of(0);
    }
}
