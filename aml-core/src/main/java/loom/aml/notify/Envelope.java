package loom.aml.notify;

import java.util.List;

/** A message for a channel: one or more notices. */
public record Envelope(ChannelKind channel, List<PendingNotice> entries) {
    public Envelope {
        entries = List.copyOf(entries);
    }

    public List<Notice> notices() {
        return entries.stream().map(PendingNotice::notice).toList();
    }

    boolean contains(PendingNotice entry) {
        return entries.stream().anyMatch(one -> one.number() == entry.number());
    }
}
