package loom.aml.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Writes labels to a file, a JSON object a line, so that a run can be held against them. */
public final class LabelFile implements LabelSink, AutoCloseable {
    private static final int FULL = 64 << 10;

    private final FileOutput out;
    private final StringBuilder lines = new StringBuilder();

    /**
     * @param access whose the file is to be
     */
    public LabelFile(Disk disk, Path file, Access access) throws IOException {
        out = disk.create(file, access);
    }

    @Override
    public synchronized void planted(String agent, ItemKind kind, int ordinal, @Nullable String id, Label label)
            throws IOException {
        lines.append(JsonObject.builder()
                        .put("agent", agent)
                        .put("kind", kind.word())
                        .put("ordinal", ordinal)
                        .put("id", id)
                        .put("label", label.word())
                        .build())
                .append('\n');
        if (lines.length() > FULL) {
            flush();
        }
    }

    private void flush() throws IOException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        lines.setLength(0);
    }

    @Override
    public synchronized void close() throws IOException {
        flush();
        out.close();
    }
}
