package loom.aml.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.DocumentChange;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a pair must not be merged until one of its items changes, or forgets that.
 *
 * @param operation {@link #REJECT} or {@link #REOPEN}
 */
public record RejectPlan(String operation, ReadPair pair, Instant now) implements Plan {
    public static final String REJECT = "reject";
    public static final String REOPEN = "reopen";

    private static final byte[] NONE = "{\"version\":1,\"rejected\":[]}".getBytes(StandardCharsets.US_ASCII);

    @Override
    public ChangeSet changes() {
        return new ChangeSet(
                List.of(new DocumentChange.Compose(Rejections.PATH, Version.MISSING, (_, present) -> next(present))));
    }

    private byte[] next(byte @Nullable [] present) throws IOException {
        Rejections rejections = Rejections.parse(present == null ? NONE : present);
        return (operation.equals(REJECT) ? rejections.with(pair, now) : rejections.without(pair)).toUtf8();
    }

    @Override
    public List<Finding> findings() {
        return List.of();
    }

    @Override
    public JsonObject policy() {
        return JsonObject.builder()
                .put(
                        "items",
                        List.of(pair.one().key().toString(), pair.other().key().toString()))
                .build();
    }
}
