package loom.aml.purge;

import java.util.ArrayList;
import java.util.List;
import loom.aml.store.Finding;

/**
 * The places that hold what is purged.
 *
 * @param places the places, in the order in which they are worked on
 * @param unsure the places that cannot be shown to be free of the purged text, because they cannot be read or changed
 */
public record PurgePlan(List<Place> places, List<Finding> unsure) {
    public PurgePlan {
        places = List.copyOf(places);
        unsure = List.copyOf(unsure);
    }

    /** Returns the places of both plans. */
    public PurgePlan plus(PurgePlan other) {
        List<Place> all = new ArrayList<>(places);
        all.addAll(other.places);
        List<Finding> both = new ArrayList<>(unsure);
        other.unsure.stream().filter(finding -> !both.contains(finding)).forEach(both::add);
        return new PurgePlan(all, both);
    }

    /** Returns a plan without places, because one could not be examined. */
    public static PurgePlan unsure(String where, String reason) {
        return new PurgePlan(List.of(), List.of(finding(where, reason)));
    }

    /** Returns the finding for a place that cannot be shown to be free. */
    public static Finding finding(String where, String reason) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                where,
                "cannot be shown to be free of the purged text: it " + reason,
                "left unchanged; repair it or remove it yourself, and run the purge again");
    }

    /** Returns the number of places of a kind. */
    public long count(Place.Kind kind) {
        return places.stream().filter(place -> place.kind() == kind).count();
    }

    /** Returns the number of matches and items in all places. */
    public long occurrences() {
        return places.stream().mapToLong(Place::count).sum();
    }
}
