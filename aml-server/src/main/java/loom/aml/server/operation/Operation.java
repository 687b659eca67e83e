package loom.aml.server.operation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import loom.aml.json.JsonObject;
import loom.aml.store.Progress;
import org.jspecify.annotations.Nullable;

/** Work on a store that was started by a request. Thread-safe. */
public final class Operation {
    /** Progress is published at most this often. */
    private static final long PUBLISHED_EVERY_NANOS = 250_000_000;

    private final String id;
    private final String store;
    private final String command;
    private final InstantSource clock;
    private final Consumer<Operation> listener;
    private final Instant started;
    private State state = State.RUNNING;
    private boolean isCancelRequested;
    private int done;
    private int total;
    private long published = System.nanoTime() - PUBLISHED_EVERY_NANOS;
    private @Nullable Instant end;
    private @Nullable JsonObject result;
    private @Nullable JsonObject problem;

    /** The state of an operation. */
    public enum State {
        RUNNING,
        /** It has a result, which says whether everything was done, until several newer ones have ended. */
        DONE,
        FAILED,
        /** It was stopped before it changed anything, or between two steps; completed steps are runs and can be undone. */
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param listener is informed of each change of state and of progress */
    Operation(String id, String store, String command, InstantSource clock, Consumer<Operation> listener) {
        this.id = id;
        this.store = store;
        this.command = command;
        this.clock = clock;
        this.listener = listener;
        this.started = clock.instant();
    }

    public String id() {
        return id;
    }

    /** Returns the id of the store. */
    public String store() {
        return store;
    }

    /** Returns the command with the same use case, of which the result is the document. */
    public String command() {
        return command;
    }

    public synchronized State state() {
        return state;
    }

    /** Asks the work to stop where it reads. Work that is changing the store completes its step. */
    public void cancel() {
        synchronized (this) {
            if (state != State.RUNNING || isCancelRequested) {
                return;
            }
            isCancelRequested = true;
        }
        listener.accept(this);
    }

    private synchronized boolean isCancelRequested() {
        return isCancelRequested;
    }

    /** Returns the progress that the work informs. */
    Progress progress() {
        return new Progress() {
            @Override
            public void done(int now, int of) {
                if (isCancelRequested()) {
                    throw new CancellationException("cancelled");
                }
                advance(now, of);
            }

            @Override
            public Progress ofChanges() {
                return Operation.this::advance;
            }
        };
    }

    private void advance(int now, int of) {
        synchronized (this) {
            done = now;
            total = of;
            if (System.nanoTime() - published < PUBLISHED_EVERY_NANOS) {
                return;
            }
            published = System.nanoTime();
        }
        listener.accept(this);
    }

    void end(State how, Optional<JsonObject> document, Optional<JsonObject> failure) {
        synchronized (this) {
            state = how;
            end = clock.instant();
            result = document.orElse(null);
            problem = failure.orElse(null);
        }
        listener.accept(this);
    }

    public synchronized JsonObject toJson() {
        return fields().put("result", result).put("problem", problem).build();
    }

    /** Drops the result, which can be large. */
    synchronized void dropResult() {
        result = null;
    }

    /** Returns the document without the result. */
    public synchronized JsonObject summary() {
        return fields().build();
    }

    private JsonObject.Builder fields() {
        return JsonObject.builder()
                .put("id", id)
                .put("store", store)
                .put("operation", command)
                .put("state", state.word())
                .put("cancel_requested", isCancelRequested)
                .put("started", started)
                .put("ended", end)
                .put(
                        "progress",
                        total == 0
                                ? null
                                : JsonObject.builder()
                                        .put("done", done)
                                        .put("total", total)
                                        .build());
    }
}
