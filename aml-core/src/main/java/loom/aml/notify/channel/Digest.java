package loom.aml.notify.channel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import loom.aml.notify.Notice;
import loom.aml.store.Severity;

/**
 * Notices in words, worst first, resolved ones last. Each text is on one line and bounded; {@link PlainText} says what else holds.
 *
 * @param headline a line about all notices
 * @param severity the worst severity of those that are not resolved; info if all are
 * @param isAllResolved whether every notice says that an alert was resolved
 * @param more the number of further notices
 */
record Digest(String headline, Severity severity, boolean isAllResolved, String store, List<Entry> entries, int more) {

    /** The command that lists the rest. */
    static final String SEE_ALL = "all alerts: aml monitor alerts";

    private static final int MOST = 10;
    private static final int LONGEST = 250;

    Digest {
        entries = List.copyOf(entries);
    }

    /**
     * A notice in words.
     *
     * @param label the event and the severity
     * @param seen the observed value and its limit; may be empty
     * @param advice the action to take; empty if the alert was resolved
     */
    record Entry(Severity severity, boolean isResolved, String label, String title, String seen, String advice) {
        static Entry of(Notice notice) {
            String limit = notice.text("limit");
            String seen = notice.text("seen") + (limit.isEmpty() ? "" : " (limit: " + limit + ")");
            return new Entry(
                    notice.severity(),
                    notice.isResolved(),
                    label(notice),
                    PlainText.of(notice.text("title"), LONGEST),
                    PlainText.of(seen.strip(), LONGEST),
                    notice.isResolved() ? "" : PlainText.of(notice.text("advice"), LONGEST));
        }

        private static String label(Notice notice) {
            String severity = notice.severity().word();
            return switch (notice.event()) {
                case RAISED -> severity;
                case WORSE -> "worse: " + severity;
                case REPEATED -> "still open: " + severity;
                case RESOLVED -> "resolved";
            };
        }

        String headline() {
            return label + ": " + title;
        }

        /** Returns the entry as lines, without markup. */
        List<String> lines() {
            List<String> lines = new ArrayList<>(List.of(headline()));
            if (!seen.isEmpty()) {
                lines.add("  " + seen);
            }
            if (!advice.isEmpty()) {
                lines.add("  to do: " + advice);
            }
            return lines;
        }
    }

    static Digest of(String store, List<Notice> notices) {
        List<Entry> all = notices.stream()
                .map(Entry::of)
                .sorted(Comparator.comparing(Entry::isResolved)
                        .thenComparing(Entry::severity, Comparator.reverseOrder()))
                .toList();
        List<Entry> open = all.stream().filter(entry -> !entry.isResolved()).toList();
        return new Digest(
                all.size() == 1 ? all.getFirst().headline() : summary(open, all.size() - open.size()),
                open.isEmpty() ? Severity.INFO : open.getFirst().severity(),
                open.isEmpty(),
                PlainText.of(store, LONGEST),
                all.subList(0, Math.min(MOST, all.size())),
                Math.max(0, all.size() - MOST));
    }

    private static String summary(List<Entry> open, int resolved) {
        String ended = resolved == 0 ? "" : resolved + " resolved";
        if (open.isEmpty()) {
            return ended + " alerts";
        }
        String alerts = open.size() == 1
                ? open.getFirst().headline()
                : open.size() + " alerts, the worst is "
                        + open.getFirst().severity().word();
        return ended.isEmpty() ? alerts : alerts + "; " + ended;
    }

    /** Returns the line about further notices; empty if the entries are complete. */
    String rest() {
        return more == 0 ? "" : "and " + more + " more";
    }

    /** Returns the digest as lines, without markup and without the headline. */
    String text() {
        List<String> lines = new ArrayList<>();
        entries.forEach(entry -> {
            lines.addAll(entry.lines());
            lines.add("");
        });
        if (more > 0) {
            lines.add(rest());
            lines.add("");
        }
        lines.add("store: " + store);
        lines.add(SEE_ALL);
        return String.join("\n", lines);
    }
}
