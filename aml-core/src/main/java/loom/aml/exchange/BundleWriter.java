package loom.aml.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;

/**
 * Writes a bundle: gzip of lines of JSON. Each part ends with the sum of its lines, the last line has that of everything
 * before it.
 *
 * <pre>
 *   {"format":"aml-bundle","version":1,"created":"2026-11-20T08:00:00Z","source":"loom"}
 *   {"part":"items"}
 *   {"kind":"pattern","agent":"debugger","id":"768e2688-..","from":"loom","item":"{..}"}
 *   {"end":"items","lines":1,"sha256":".."}
 *   {"part":"tombstones"}
 *   {"item":"debugger/pattern/0f3c..","reason":"..","time":"..","run":".."}
 *   {"end":"tombstones","lines":1,"sha256":".."}
 *   {"part":"history"}
 *   {"name":"runs/..","sha256":"..","base64":".."}
 *   {"end":"history","lines":1,"sha256":".."}
 *   {"end":"bundle","lines":10,"sha256":".."}
 * </pre>
 */
final class BundleWriter {
    static final String FORMAT = "aml-bundle";
    static final long VERSION = 1;
    static final String ITEMS = "items";
    static final String TOMBSTONES = "tombstones";
    static final String HISTORY = "history";

    private final OutputStream out;
    private final Sha256 whole = new Sha256();
    private long lines;

    private BundleWriter(OutputStream out) {
        this.out = out;
    }

    /** Returns the bytes of a bundle. */
    static byte[] of(Reading content, String created) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            new BundleWriter(gzip).write(content, created);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written", e);
        }
        return bytes.toByteArray();
    }

    private void write(Reading content, String created) throws IOException {
        line(JsonObject.builder()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("created", created)
                .put("source", content.format().word())
                .build());
        part(ITEMS, content.items().stream().map(BundleWriter::item).toList());
        part(TOMBSTONES, content.tombstones().stream().map(Tombstone::toJson).toList());
        part(HISTORY, content.history().stream().map(BundleWriter::file).toList());
        Sha256.Sum sum = whole.sum();
        out.write((end("bundle", lines, sum) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void part(String name, List<JsonObject> content) throws IOException {
        if (content.isEmpty() && !name.equals(ITEMS)) {
            return;
        }
        line(JsonObject.builder().put("part", name).build());
        Sha256 part = new Sha256();
        for (JsonObject each : content) {
            byte[] line = line(each);
            part.update(line, 0, line.length);
        }
        line(end(name, content.size(), part.sum()));
    }

    private static JsonObject end(String name, long lines, Sha256.Sum sum) {
        return JsonObject.builder()
                .put("end", name)
                .put("lines", lines)
                .put("sha256", sum.hex())
                .build();
    }

    private byte[] line(JsonObject json) throws IOException {
        byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
        whole.update(line, 0, line.length);
        out.write(line);
        lines++;
        return line;
    }

    private static JsonObject item(ExchangedItem item) {
        return JsonObject.builder()
                .put("kind", item.kind().word())
                .put("agent", item.agent())
                .put("id", item.id())
                .put("from", item.origin())
                .put("item", item.original())
                .build();
    }

    private static JsonObject file(HistoryFile file) {
        return JsonObject.builder()
                .put("name", file.name())
                .put("sha256", Sha256.of(file.content()).hex())
                .put("base64", Base64.getEncoder().encodeToString(file.content()))
                .build();
    }
}
