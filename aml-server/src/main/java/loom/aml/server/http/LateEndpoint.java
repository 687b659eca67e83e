package loom.aml.server.http;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An endpoint that is created for the first call, because most servers start for something else. Thread-safe. */
public final class LateEndpoint implements Endpoint {
    private final Supplier<Endpoint> creation;
    private final ReentrantLock creating = new ReentrantLock();
    private volatile @Nullable Endpoint created;

    public LateEndpoint(Supplier<Endpoint> creation) {
        this.creation = creation;
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure, InterruptedException {
        created().handle(call);
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        return created().explain(failure);
    }

    @Override
    public void close() {
        Endpoint known = created;
        if (known != null) {
            known.close();
        }
    }

    private Endpoint created() {
        Endpoint known = created;
        if (known != null) {
            return known;
        }
        creating.lock();
        try {
            known = created;
            if (known == null) {
                known = creation.get();
                created = known;
            }
            return known;
        } finally {
            creating.unlock();
        }
    }
}
