package loom.aml.store.log;

/** The names of archives within the folder of their run, which tell what an archive holds. */
final class ArchiveName {
    /** Ending of an archive of items that left a collection. */
    static final String ITEMS = ".jsonl.gz";

    /** Ending of the list of fingerprints beside such an archive. */
    static final String SEEN = ".seen";

    /** Ending of an archive of what items were before they were transformed. */
    static final String TRANSFORMED = ".transformed.gz";

    private ArchiveName() {}

    static boolean isOfItems(String name) {
        return name.endsWith(ITEMS);
    }

    static boolean isOfTransformed(String name) {
        return name.endsWith(TRANSFORMED);
    }

    /** Returns the name of the list of fingerprints beside an archive of items. */
    static String seen(String items) {
        return items.substring(0, items.length() - ITEMS.length()) + SEEN;
    }
}
