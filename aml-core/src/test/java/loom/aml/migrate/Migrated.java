package loom.aml.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import loom.aml.io.MemoryFile;
import loom.aml.item.CollectionReader;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.NotTransformableException;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/** Migrates the text of single items. */
final class Migrated {
    static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

    private Migrated() {}

    static SchemaMigration migration(SchemaVersion to) {
        return new SchemaMigration(Schema.KNOWN, to, false, AT);
    }

    /** Returns the migrated item; the same text if it stays unchanged. */
    static String to(SchemaVersion version, ItemKind kind, String item) {
        Transformation.Result result = result(version, kind, item);
        return result == null ? item : new String(result.text(), UTF_8);
    }

    static Transformation.@Nullable Result result(SchemaVersion version, ItemKind kind, String item) {
        return with(kind, item, migration(version)::apply);
    }

    static SchemaVersion versionOf(ItemKind kind, String item) {
        return with(kind, item, Schema.KNOWN::versionOf);
    }

    interface Question<T> {
        @Nullable
        T ask(Item item) throws NotTransformableException;
    }

    /** Applies a function to an item. */
    static <T> @Nullable T with(ItemKind kind, String text, Question<T> question) {
        AtomicReference<@Nullable T> answer = new AtomicReference<>();
        String collection = "[" + text + "]";
        try {
            CollectionReader.read(MemoryFile.of(collection).text(), kind, item -> {
                try {
                    answer.set(question.ask(item));
                } catch (NotTransformableException e) {
                    throw new Refused(e);
                }
            });
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
        return answer.get();
    }

    /** The item cannot be migrated. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(NotTransformableException e) {
            super(e.getMessage(), e);
        }
    }
}
