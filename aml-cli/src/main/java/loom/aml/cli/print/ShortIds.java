package loom.aml.cli.print;

import java.util.List;

/** Ids of runs and snapshots, as much of each as tells it from the others of a list: commands take the beginning of one. */
public final class ShortIds {
    private final List<String> all;

    public ShortIds(List<String> all) {
        this.all = List.copyOf(all);
    }

    /** The time of an id, if no other began at that time; else all of it. */
    public String of(String id) {
        int end = id.indexOf('-');
        String time = end < 0 ? id : id.substring(0, end);
        return all.stream().filter(other -> other.startsWith(time)).count() == 1 ? time : id;
    }
}
