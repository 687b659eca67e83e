package loom.aml.proof.kill;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A command that writes, on a store where it has something to do. */
enum Deed {
    MAINTAIN(Way.SHRINKS, List.of(), List.of("optimize gc"), "maintain"),
    MAINTAIN_AGAIN(Way.SHRINKS, List.of("backup create"), List.of("optimize gc"), "maintain"),
    PRUNE(Way.SHRINKS, List.of(), List.of(), "prune"),
    GC(Way.SHRINKS, List.of(), List.of(), "optimize gc"),
    GC_REPAIR(Way.SHRINKS, List.of("!damage"), List.of(), "optimize gc --repair"),
    MIGRATE_UP(Way.TRANSFORMS, List.of(), List.of(), "migrate migrate --version 2.0.0"),
    MIGRATE_DOWN(
            Way.TRANSFORMS, List.of("migrate migrate --version 1.2.0"), List.of(), "migrate migrate --version 1.0.0"),
    BACKUP_FULL(Way.COPIES, List.of(), List.of(), "backup create"),
    BACKUP_INCREMENT(Way.COPIES, List.of("backup create", "prune --no-backup"), List.of(), "backup create"),
    BACKUP_AUTO(Way.ROTATES, List.of("backup create", "prune --no-backup"), List.of(), "backup auto"),
    BACKUP_ROTATE(
            Way.ROTATES,
            List.of("backup create", "optimize gc", "backup create", "prune", "backup create --full"),
            List.of(),
            "backup rotate --hourly 0 --daily 0 --max-count 1"),
    RESTORE(Way.GROWS, List.of("backup create", "optimize gc", "prune"), List.of(), "backup restore @FIRST"),
    UNDO(Way.GROWS, List.of("prune"), List.of(), "undo"),
    UNDO_MIGRATION(Way.TRANSFORMS, List.of("migrate migrate --version 1.2.0"), List.of(), "undo"),
    REPORT(Way.WATCHES, List.of("backup create"), List.of(), "monitor report"),
    METRICS(Way.WATCHES, List.of(), List.of(), "monitor metrics"),
    COMPRESS(Way.RECODES, List.of(), List.of(), "optimize compress --age-days 0"),
    DECOMPRESS(Way.RECODES, List.of("backup create"), List.of(), "optimize decompress"),
    INDEX(Way.INDEXES, List.of(), List.of(), "optimize index"),
    INDEX_AGAIN(Way.INDEXES, List.of("optimize index", "prune"), List.of(), "optimize index");

    /** What a command may do. */
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

    private final Way way;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> preparation;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> stages;

    private final String command;

    /**
     * @param preparation commands that bring a sample store to where it is to be
     * @param stages commands that bring it to where it may be seen on the way
     */
    Deed(Way way, List<String> preparation, List<String> stages, String command) {
        this.way = way;
        this.preparation = preparation;
        this.stages = stages;
        this.command = command;
    }

    List<String> preparation() {
        return preparation;
    }

    List<String> stages() {
        return stages;
    }

    String command() {
        return command;
    }

    /** Whether the files are gzip at first, as the runtime writes them. */
    boolean beginsWithGzip() {
        return EnumSet.of(
                        MAINTAIN_AGAIN, GC, MIGRATE_DOWN, BACKUP_FULL, BACKUP_AUTO, RESTORE, UNDO_MIGRATION, DECOMPRESS)
                .contains(this);
    }

    /** Whether snapshots may leave on purpose. */
    boolean rotates() {
        return way == Way.ROTATES || command.equals("maintain");
    }

    /**
     * Whether the run leaves something for one more: what a damaged file held is judged once it can be read, which is in the
     * next run.
     */
    boolean settlesInTwo() {
        return this == GC_REPAIR;
    }

    /** The exit codes by which the same command, given once more, may say that all is well. */
    Set<Integer> wellEnded() {
        // Nothing is left to be taken back where the run that was killed had just come to its end.
        return command.equals("undo") ? Set.of(0, 2) : Set.of(0);
    }
}
