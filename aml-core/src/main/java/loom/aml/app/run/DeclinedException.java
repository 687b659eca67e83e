package loom.aml.app.run;

/** Thrown if the user did not confirm the removals. Nothing was removed. */
public final class DeclinedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isMigrated;

    /** @param isMigrated whether older items were migrated before the question */
    public DeclinedException(boolean isMigrated) {
        super(isMigrated ? "nothing was removed" : "nothing was changed");
        this.isMigrated = isMigrated;
    }

    /** Returns whether older items were migrated before the question. */
    public boolean isMigrated() {
        return isMigrated;
    }
}
