package loom.aml.run;

import java.util.Set;
import loom.aml.merge.RejectPlan;

/** The names of the operations that this package records itself or treats specially. */
final class OperationNames {
    static final String UNDO = "undo";
    static final String RESTORE = "restore";
    static final String INDEX = "index";
    static final String GC = "gc";
    static final String PRUNE = "prune";
    static final String MAINTAIN = "maintain";
    static final String FOLD = "fold";
    static final String GUARD = "guard";

    private static final String BACKUP = "backup ";
    static final String BACKUP_CREATE = BACKUP + "create";
    static final String BACKUP_AUTO = BACKUP + "auto";
    static final String BACKUP_VERIFY = BACKUP + "verify";
    static final String BACKUP_DRILL = BACKUP + "drill";
    static final String BACKUP_ROTATE = BACKUP + "rotate";
    static final String BACKUP_REPACK = BACKUP + "repack";
    static final String BACKUP_ACKNOWLEDGE = BACKUP + "acknowledge";

    private static final Set<String> PINNING = Set.of("pin", "unpin", RejectPlan.REJECT, RejectPlan.REOPEN);

    private OperationNames() {}

    /** Returns whether runs of an operation work only on backups and do not change the store. */
    static boolean isOnBackups(String operation) {
        return operation.startsWith(BACKUP);
    }

    /** Returns whether runs of an operation insert only what was in the store before. */
    static boolean isRestoring(String operation) {
        return operation.equals(UNDO) || operation.equals(RESTORE);
    }

    /** Returns whether runs of an operation pin or unpin an item, or reject or reopen a suggestion. Each is undone by the other command. */
    static boolean isPinning(String operation) {
        return PINNING.contains(operation);
    }
}
