package loom.aml.app.guard;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import loom.aml.app.FrontEnd;
import loom.aml.app.StoreOpener;
import loom.aml.app.monitor.Monitoring;
import loom.aml.config.GuardSettings;

/** Raises an alert if other programs delete many items within an hour. */
final class DeletionAlarm {
    private static final Duration HOUR = Duration.ofHours(1);

    private final StoreOpener stores;
    private final GuardState state;
    private final Instant now;
    private final String command;

    /** @param command the beginning of a command line for the store */
    DeletionAlarm(StoreOpener stores, GuardState state, Instant now, String command) {
        this.stores = stores;
        this.state = state;
        this.now = now;
        this.command = command;
    }

    /** Returns the advice after a bulk deletion; empty if none happened now. */
    String advice(long itemsBefore) throws IOException {
        state.deleted.removeIf(
                one -> one.at().isAfter(now) || one.at().plus(HOUR).isBefore(now));
        boolean isNew = !state.deleted.isEmpty() && state.deleted.getLast().at().equals(now);
        if (!isNew) {
            return "";
        }
        long earlier = 0;
        Set<String> by = new LinkedHashSet<>();
        for (GuardState.Deleted one : state.deleted) {
            earlier += one.at().equals(now) ? 0 : one.items();
            by.add(one.run());
        }
        long lost = lost();
        double share = stores.configuration().get(GuardSettings.DELETION_SHARE);
        int number = stores.configuration().get(GuardSettings.DELETION_NUMBER);
        boolean isMany = lost >= number || lost >= 2 && lost > share * (itemsBefore + earlier);
        if (!isMany) {
            return "";
        }
        List<String> commands = new ArrayList<>();
        for (String one : new ArrayList<>(by).reversed()) {
            commands.add("'" + command + " undo " + one + "'");
        }
        return String.join(", then ", commands) + " restores " + lost + " deleted items";
    }

    private long lost() {
        return state.deleted.stream().mapToLong(GuardState.Deleted::items).sum();
    }

    /** Raises the alert. */
    void raise(FrontEnd frontEnd, String advice) throws IOException {
        String limit = stores.configuration().get(GuardSettings.DELETION_NUMBER) + " items or "
                + Math.round(100 * stores.configuration().get(GuardSettings.DELETION_SHARE)) + " % within an hour";
        Monitoring.bulkDeletion(
                stores, frontEnd, lost() + " items were deleted by other programs within an hour", limit, advice);
    }
}
