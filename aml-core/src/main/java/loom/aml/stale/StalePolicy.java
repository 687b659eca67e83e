package loom.aml.stale;

/**
 * The limits of the check, which keep it quick whatever a store says.
 *
 * @param mentions the number of mentions that are checked
 * @param mentionsOfItem the number of mentions of one item that are checked
 * @param names the number of names of the repository that are read
 */
public record StalePolicy(int mentions, int mentionsOfItem, int names) {
    public static final StalePolicy DEFAULT = new StalePolicy(20_000, 1_000, 100_000);

    public StalePolicy {
        if (mentions < 1 || mentionsOfItem < 1 || names < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }
}
