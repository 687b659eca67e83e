package loom.aml.server.page.view;

/**
 * A version of an item, or its removal.
 *
 * @param when the time at which it began, or was first seen
 * @param what its origin, and the changed fields
 * @param place the run that began it, or the run or snapshot that first shows it; empty for neither
 * @param address the page of that place; empty if absent
 * @param name the name of the version; empty without a text
 * @param revision its revision; empty without a text
 * @param isCurrent whether it is the present state
 * @param diff the page that compares it with the current version
 */
public record VersionRow(
        String when,
        String what,
        String place,
        String address,
        String name,
        String revision,
        boolean isCurrent,
        String diff) {
    /** Returns whether it can be compared with the current version. */
    public boolean isComparable() {
        return !isCurrent && !revision.isEmpty();
    }
}
