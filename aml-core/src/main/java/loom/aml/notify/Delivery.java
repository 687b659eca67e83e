package loom.aml.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import loom.aml.notify.NotifyReport.Outcome;

/**
 * Delivers messages. The channels work side by side, each sends its messages in order, and each message is tried several times
 * with growing pauses. A message that is not delivered holds back the later ones about the same alert. Never fails and never exceeds its time limit; messages that did not arrive by then are not delivered.
 */
public final class Delivery {
    private static final String NO_TIME = "no time was left";

    private final Channel.Opener channels;
    private final NotifyPolicy.Effort effort;

    public Delivery(Channel.Opener channels, NotifyPolicy.Effort effort) {
        this.channels = channels;
        this.effort = effort;
    }

    /**
     * Delivers messages.
     *
     * @param store the location of the store
     */
    public NotifyReport deliver(String store, List<Envelope> messages) {
        Map<ChannelKind, List<Envelope>> byChannel = new EnumMap<>(ChannelKind.class);
        messages.forEach(message -> byChannel
                .computeIfAbsent(message.channel(), _ -> new ArrayList<>())
                .add(message));
        List<Outcome> outcomes = new ArrayList<>();
        long end = System.nanoTime() + effort.atMost().toNanos();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Queue> queues = new ArrayList<>();
            byChannel.forEach((kind, envelopes) -> queues.add(new Queue(kind, store, envelopes, threads)));
            for (Queue queue : queues) {
                outcomes.addAll(queue.outcomes(end));
            }
        } finally {
            threads.shutdownNow();
        }
        return new NotifyReport(outcomes);
    }

    /** The messages of one channel. */
    private final class Queue {
        private final List<Envelope> envelopes;
        private final List<Outcome> done = new ArrayList<>();
        private final Future<?> work;

        Queue(ChannelKind kind, String store, List<Envelope> envelopes, ExecutorService threads) {
            this.envelopes = envelopes;
            this.work = threads.submit(() -> send(kind, store));
        }

        private void send(ChannelKind kind, String store) {
            try {
                Channel channel = channels.open(kind);
                Set<String> waiting = new HashSet<>();
                for (Envelope envelope : envelopes) {
                    Outcome outcome = envelope.isAboutAny(waiting)
                            ? Outcome.failed(envelope, "an earlier notice about the same alert could not be delivered")
                            : attempt(channel, store, envelope);
                    if (!outcome.isFinal()) {
                        envelope.notices().forEach(notice -> waiting.add(notice.alert()));
                    }
                    add(outcome);
                }
            } catch (IOException e) {
                envelopes.forEach(envelope -> add(Outcome.failed(envelope, reason(e))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void add(Outcome outcome) {
            done.add(outcome);
        }

        /** Waits for the channel, and counts what it has not reported by the end as not delivered. */
        List<Outcome> outcomes(long end) {
            String missing = failureOf(work, end - System.nanoTime());
            synchronized (this) {
                List<Outcome> all = new ArrayList<>(done);
                for (Envelope envelope : envelopes.subList(done.size(), envelopes.size())) {
                    all.add(Outcome.failed(envelope, missing));
                }
                return all;
            }
        }
    }

    private static String failureOf(Future<?> work, long nanos) {
        try {
            work.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return NO_TIME;
        } catch (TimeoutException e) {
            work.cancel(true);
            return NO_TIME;
        } catch (ExecutionException e) {
            // No channel expected this exception, so its message may contain a secret.
            return "unexpected "
                    + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName();
        } catch (CancellationException e) {
            return "delivery was abandoned";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            work.cancel(true);
            return "delivery was interrupted";
        }
    }

    private Outcome attempt(Channel channel, String store, Envelope envelope) throws InterruptedException {
        Outcome outcome = Outcome.failed(envelope, NO_TIME);
        for (int attempt = 0; attempt < effort.attempts(); attempt++) {
            if (attempt > 0) {
                Thread.sleep(effort.pause().multipliedBy(1L << (attempt - 1)));
            }
            try {
                channel.send(store, envelope.notices());
                return Outcome.delivered(envelope);
            } catch (Channel.RefusedException e) {
                return new Outcome(envelope, reason(e), true, Duration.ZERO);
            } catch (Channel.BusyException e) {
                return new Outcome(envelope, reason(e), false, e.pause());
            } catch (IOException e) {
                outcome = Outcome.failed(envelope, reason(e));
            }
        }
        return outcome;
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
