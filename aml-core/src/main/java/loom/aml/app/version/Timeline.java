package loom.aml.app.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.item.ItemKey;
import org.jspecify.annotations.Nullable;

/** Combines the traces of an item into its versions. */
final class Timeline {
    private final ItemKey key;
    private final List<Phase> phases = new ArrayList<>();
    private Trace.@Nullable Changed change;
    private @Nullable Phase current;
    private boolean startsAbsent;

    /**
     * A time during which the item did not change.
     *
     * @param state its state; {@link ItemState.Marked} if no copy of its text was kept
     * @param began the run that began it, or the first run or snapshot that shows it
     * @param by the run that began it; null if unknown
     * @param why the rule by which the run removed the item
     * @param after the last moment at which the state before was seen; null if none was
     */
    record Phase(
            ItemState state,
            Trace.Occasion began,
            Trace.@Nullable Occasion by,
            String why,
            Trace.@Nullable Occasion after) {}

    private Timeline(ItemKey key) {
        this.key = key;
    }

    /** @param traces the oldest first */
    static Timeline of(ItemKey key, List<Trace> traces) {
        Timeline timeline = new Timeline(key);
        timeline.read(derived(key, traces));
        return timeline;
    }

    /** Replaces the states that follow from their next ones. */
    private static List<Trace> derived(ItemKey key, List<Trace> traces) {
        List<Trace> known = new ArrayList<>(traces);
        byte @Nullable [] next = null;
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i) instanceof Trace.Seen(Trace.Occasion at, ItemState state)) {
                ItemState found = state;
                if (state instanceof ItemState.Derived(FormerState former)) {
                    Optional<byte[]> text = next == null ? Optional.empty() : former.before(next);
                    found = text.<ItemState>map(ItemState.Present::new).orElse(ItemState.UNKNOWN);
                    known.set(i, new Trace.Seen(at, found));
                }
                switch (found) {
                    case ItemState.Present(byte[] text) -> next = text;
                    case ItemState.Marked marked ->
                        next = next != null && ItemState.isSame(key, marked, new ItemState.Present(next)) ? next : null;
                    case ItemState.Absent _, ItemState.Derived _ -> next = null;
                    case ItemState.Unknown _ -> {
                        // As seen after it.
                    }
                }
            }
        }
        return known;
    }

    private void read(List<Trace> traces) {
        Trace.@Nullable Occasion last = null;
        for (Trace trace : traces) {
            switch (trace) {
                case Trace.Changed changed -> {
                    Trace.Changed pending = change;
                    if (pending == null || changed.isCertain() || !pending.isCertain()) {
                        change = changed;
                    }
                }
                case Trace.Seen(Trace.Occasion at, ItemState state) -> {
                    if (!(state instanceof ItemState.Unknown)) {
                        seen(at, state, last);
                        last = at;
                    }
                }
            }
        }
    }

    private void seen(Trace.Occasion at, ItemState state, Trace.@Nullable Occasion last) {
        Phase now = current;
        Trace.Changed by = change;
        change = null;
        if (now != null && ItemState.isSame(key, now.state, state)) {
            if (now.state instanceof ItemState.Marked && state instanceof ItemState.Present) {
                replace(now, new Phase(state, now.began, now.by, now.why, now.after));
            }
            return;
        }
        if (now == null && last == null && state instanceof ItemState.Absent && by == null) {
            startsAbsent = true;
            current = new Phase(state, at, null, "", null);
            return;
        }
        Phase next =
                by == null ? new Phase(state, at, null, "", last) : new Phase(state, by.at(), by.at(), by.why(), last);
        current = next;
        phases.add(next);
    }

    private void replace(Phase old, Phase next) {
        int place = phases.indexOf(old);
        if (place >= 0) {
            phases.set(place, next);
        }
        current = next;
    }

    /** Returns the phases, the oldest first. */
    List<Phase> phases() {
        return phases;
    }

    /** Returns whether the item is known not to have existed before the first phase. */
    boolean startsAbsent() {
        return startsAbsent;
    }
}
