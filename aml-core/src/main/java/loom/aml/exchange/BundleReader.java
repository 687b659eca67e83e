package loom.aml.exchange;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads a bundle, see {@link BundleWriter}. Everything is verified before anything is returned. */
final class BundleReader {
    /** A bundle that unpacks to more is not read. */
    private static final long LARGEST = 1L << 30;

    private static final int LONGEST_LINE = 256 << 20;
    private static final int BUFFER = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;
    private long read;
    private final Sha256 whole = new Sha256();
    private long lines;

    private BundleReader(InputStream in) {
        this.in = in;
    }

    /** Returns whether bytes begin like a bundle. */
    static boolean isBundle(byte[] file) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
            byte[] first = gzip.readNBytes(256);
            return new String(first, StandardCharsets.UTF_8).startsWith("{\"format\":\"" + BundleWriter.FORMAT + "\"");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reads and verifies a bundle.
     *
     * @throws RefusedSourceException if any byte differs from those that were written
     */
    static Reading read(byte[] file, String place) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(file), BUFFER)) {
            return new BundleReader(gzip).read(place);
        } catch (RefusedSourceException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedSourceException(
                    place + " is cut off or damaged, so nothing was imported: " + e.getMessage());
        }
    }

    private Reading read(String place) throws IOException {
        JsonObject head = parsed(line(true));
        if (!head.string("format").orElse("").equals(BundleWriter.FORMAT)) {
            throw new RefusedSourceException(place + " is not a bundle");
        }
        if (head.number("version") != BundleWriter.VERSION) {
            throw new RefusedSourceException(place + " has version " + head.number("version")
                    + " of the format; this aml reads version " + BundleWriter.VERSION);
        }
        List<ExchangedItem> items = new ArrayList<>();
        List<Tombstone> tombstones = new ArrayList<>();
        List<HistoryFile> history = new ArrayList<>();
        boolean hasItems = false;
        for (JsonObject next = next(place); next != null; next = next(place)) {
            String part = next.string("part").orElse("");
            switch (part) {
                case BundleWriter.ITEMS -> {
                    hasItems = true;
                    part(part, place, line -> items.add(item(line, place)));
                }
                case BundleWriter.TOMBSTONES -> part(part, place, line -> tombstones.add(Tombstone.of(line)));
                case BundleWriter.HISTORY -> part(part, place, line -> history.add(file(line, place)));
                default ->
                    throw new RefusedSourceException(place + " has a part '" + part + "' that this aml does not know");
            }
        }
        if (!hasItems) {
            throw new RefusedSourceException(place + " has no items");
        }
        ExchangeFormat format = ExchangeFormat.BUNDLE;
        return new Reading(format, place, items, tombstones, history, List.of(), List.of());
    }

    /** Returns the line that begins a part; null after the last line, which must be right. */
    private @Nullable JsonObject next(String place) throws IOException {
        long before = lines;
        byte[] line = line(false);
        JsonObject json = parsed(line);
        if (!json.string("end").orElse("").equals("bundle")) {
            whole.update(line, 0, line.length);
            return json;
        }
        if (json.number("lines") != before
                || !json.string("sha256").orElse("").equals(whole.sum().hex())) {
            throw altered(place, "the whole");
        }
        if (fill()) {
            throw new RefusedSourceException(place + " goes on after its end, so nothing was imported");
        }
        return null;
    }

    private interface Each {
        void line(JsonObject json) throws IOException;
    }

    private void part(String name, String place, Each each) throws IOException {
        Sha256 sum = new Sha256();
        for (long count = 0; ; count++) {
            byte[] line = line(true);
            JsonObject json = parsed(line);
            Optional<String> end = json.string("end");
            if (end.isEmpty()) {
                sum.update(line, 0, line.length);
                each.line(json);
                continue;
            }
            if (!end.get().equals(name)
                    || json.number("lines") != count
                    || !json.string("sha256").orElse("").equals(sum.sum().hex())) {
                throw altered(place, "part '" + name + "'");
            }
            return;
        }
    }

    private static RefusedSourceException altered(String place, String what) {
        return new RefusedSourceException(
                place + " was altered: the checksum of " + what + " is wrong, so nothing was imported");
    }

    private static ExchangedItem item(JsonObject line, String place) throws IOException {
        String kind = line.string("kind").orElse("");
        ExchangeKind known = ExchangeKind.named(kind)
                .orElseThrow(() -> new RefusedSourceException(
                        place + " has items of kind '" + kind + "', which this aml does not know"));
        String original = line.string("item").orElse("");
        String agent = line.string("agent").orElse("");
        String id = line.string("id").orElse("");
        if (agent.isEmpty() || id.isEmpty()) {
            throw new RefusedSourceException(place + " has an item without agent or id");
        }
        try {
            RawItem.ofUntrusted(original);
        } catch (DamagedException e) {
            throw new RefusedSourceException(place + " has an item that is not a JSON object: " + id);
        }
        return new ExchangedItem(known, agent, id, original, line.string("from").orElse(""));
    }

    private static HistoryFile file(JsonObject line, String place) throws IOException {
        String name = line.string("name").orElse("");
        if (!HistoryFile.isSafe(name)) {
            throw new RefusedSourceException(place + " has a file of history that leads elsewhere: '" + name + "'");
        }
        byte[] content = Base64.getDecoder().decode(line.string("base64").orElse(""));
        if (!Sha256.of(content).hex().equals(line.string("sha256").orElse(""))) {
            throw altered(place, name);
        }
        return new HistoryFile(name, content);
    }

    private static JsonObject parsed(byte[] line) throws IOException {
        return JsonObject.parseUntrusted(line);
    }

    /** @param isSummed whether the line counts for the sum of the whole */
    private byte[] line(boolean isSummed) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == filled && !fill()) {
                throw new IOException("the end is missing");
            }
            int from = at;
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            boolean isEnd = at < filled;
            at += isEnd ? 1 : 0;
            line.write(buffer, from, at - from);
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of more than " + (LONGEST_LINE >> 20) + " MB");
            }
            if (isEnd) {
                byte[] bytes = line.toByteArray();
                lines++;
                if (isSummed) {
                    whole.update(bytes, 0, bytes.length);
                }
                return bytes;
            }
        }
    }

    private boolean fill() throws IOException {
        if (at < filled) {
            return true;
        }
        at = 0;
        filled = Math.max(0, in.read(buffer));
        read += filled;
        if (read > LARGEST) {
            throw new IOException("it unpacks to more than " + (LARGEST >> 20) + " MB");
        }
        return filled > 0;
    }
}
