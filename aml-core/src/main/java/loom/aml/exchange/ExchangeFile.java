package loom.aml.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a file with exported items.
 *
 * @param losses the data for which the format has no place
 */
public record ExchangeFile(byte[] content, List<Loss> losses) {

    /**
     * Returns the file of a format.
     *
     * @param format {@link ExchangeFormat#BUNDLE} or {@link ExchangeFormat#LOOM_JSON}
     * @param created the time of the export
     */
    public static ExchangeFile of(ExchangeFormat format, Reading source, String created) {
        Map<String, ExchangedItem> first = new LinkedHashMap<>();
        source.items().forEach(item -> first.putIfAbsent(item.home(), item));
        List<ExchangedItem> items = new ArrayList<>(first.values());
        Loss.Tally losses = new Loss.Tally();
        source.losses().forEach(loss -> losses.add(loss.what(), loss.fields(), loss.kept()));
        byte[] content = switch (format) {
            case BUNDLE ->
                BundleWriter.of(
                        new Reading(
                                source.format(),
                                source.place(),
                                items,
                                source.tombstones(),
                                source.history(),
                                List.of(),
                                List.of()),
                        created);
            case LOOM_JSON -> LoomDocument.of(items, created, losses);
            default -> throw new IllegalArgumentException(format.word() + " is not a file");
        };
        return new ExchangeFile(content, losses.losses());
    }

    /** Returns what the file holds when it is read. */
    public Reading reading(ExchangeFormat format, String place) throws IOException {
        return format == ExchangeFormat.BUNDLE ? BundleReader.read(content, place) : LoomDocument.read(content, place);
    }

    /** Returns whether two sources have the same items and tombstones. */
    public static boolean isSame(Reading one, Reading other) {
        return contents(one).equals(contents(other))
                && one.tombstones().equals(other.tombstones())
                && one.history().size() == other.history().size();
    }

    private static Map<String, String> contents(Reading reading) {
        Map<String, String> contents = new LinkedHashMap<>();
        reading.items().forEach(item -> contents.putIfAbsent(item.home(), RawItem.compact(item.original())));
        return contents;
    }
}
