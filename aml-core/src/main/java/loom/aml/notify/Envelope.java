package loom.aml.notify;

import java.util.List;
import java.util.Set;

/** A message for a channel: one or more notices. */
public record Envelope(ChannelKind channel, List<PendingNotice> entries) {
    public Envelope {
        entries = List.copyOf(entries);
    }

    public List<Notice> notices() {
        return entries.stream().map(PendingNotice::notice).toList();
    }

    boolean contains(PendingNotice entry) {
        return entries.stream()
                .anyMatch(one -> one.number() == entry.number()
                        && one.isAbout(entry.channel(), entry.notice().alert()));
    }

    boolean isAboutAny(Set<String> alerts) {
        return entries.stream().anyMatch(entry -> alerts.contains(entry.notice().alert()));
    }
}
