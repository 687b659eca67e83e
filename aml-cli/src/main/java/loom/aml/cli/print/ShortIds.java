package loom.aml.cli.print;

import java.util.List;

/** Shortens ids of runs and snapshots to unique prefixes within a list, which commands accept. */
public final class ShortIds {
    private final List<String> all;

    public ShortIds(List<String> all) {
        this.all = List.copyOf(all);
    }

    /** Returns the time of an id if it is unique, else the full id. */
    public String of(String id) {
        int end = id.indexOf('-');
        String time = end < 0 ? id : id.substring(0, end);
        return all.stream().filter(other -> other.startsWith(time)).count() == 1 ? time : id;
    }
}
