package loom.aml.server.page.view;

/**
 * A version of an item.
 *
 * @param place where it is kept: a run or a snapshot
 * @param address the page of that place
 * @param diff the page that compares it with the current version
 */
public record VersionRow(String when, String what, String place, String address, String revision, String diff) {}
