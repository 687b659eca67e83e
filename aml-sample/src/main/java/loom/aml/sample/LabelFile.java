package loom.aml.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * Writes labels to a file, one JSON object per line, to compare the results of a run with.
 *
 * <pre>
 * {"agent":"debugger","kind":"pattern","id":"1f6e…","ordinal":0,"label":"stale"}
 * {"agent":"debugger","kind":"pattern","id":null,"ordinal":1,"label":"broken"}
 * </pre>
 */
public final class LabelFile implements LabelSink, AutoCloseable {
    private static final int FULL = 64 << 10;

    private final FileOutput out;
    private final StringBuilder lines = new StringBuilder(FULL + 1_024);

    /**
     * Creates the file.
     *
     * @param access the owner and mode of the file
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    public LabelFile(Disk disk, Path file, Access access) throws IOException {
        out = disk.create(file, access);
    }

    @Override
    public void planted(String agent, ItemKind kind, int ordinal, @Nullable String id, Label label) throws IOException {
        // Formatted without a JSON library, which would take longer than the store itself for a million objects.
        lines.append("{\"agent\":");
        quoted(agent);
        lines.append(",\"kind\":\"").append(kind.word()).append("\",\"id\":");
        if (id == null) {
            lines.append("null");
        } else {
            quoted(id);
        }
        lines.append(",\"ordinal\":").append(ordinal);
        lines.append(",\"label\":\"").append(label.word()).append("\"}\n");
        if (lines.length() >= FULL) {
            flush();
        }
    }

    private void quoted(String text) {
        lines.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                lines.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                lines.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        lines.append('"');
    }

    private void flush() throws IOException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        lines.setLength(0);
        out.write(bytes, 0, bytes.length);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
