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
 * Writes labels to a file, a JSON object a line, so that a run can be held against them.
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
     * Makes the file.
     *
     * @param access whose the file is to be
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    public LabelFile(Disk disk, Path file, Access access) throws IOException {
        out = disk.create(file, access);
    }

    @Override
    public void planted(String agent, ItemKind kind, int ordinal, @Nullable String id, Label label) throws IOException {
        // By hand: a million objects of a JSON library would take longer than the store itself.
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
