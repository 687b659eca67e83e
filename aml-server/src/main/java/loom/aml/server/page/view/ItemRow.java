package loom.aml.server.page.view;

import java.time.Instant;
import java.util.List;
import loom.aml.app.text.Amounts;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemLesson;
import loom.aml.item.ItemTitle;
import org.jspecify.annotations.Nullable;

/**
 * An item in a list.
 *
 * @param address its page
 * @param lesson its lesson in one line
 * @param used when it was used last
 */
public record ItemRow(
        String address,
        String title,
        String lesson,
        String kind,
        String agent,
        String confidence,
        String success,
        String used,
        List<String> tags,
        boolean isActive) {
    private static final int LONGEST = 220;
    private static final int TAGS = 4;

    public ItemRow {
        tags = List.copyOf(tags);
    }

    public static ItemRow of(String address, String agent, Item item, Instant now) {
        Instant used = item.lastUsed();
        List<String> tags = item.strings(Field.TAGS);
        return new ItemRow(
                address,
                cut(ItemTitle.orId(ItemTitle.of(item), item.id())),
                cut(ItemLesson.of(item)),
                item.kind().word(),
                agent,
                Words.percent(item.confidence()),
                Words.percent(item.successRate()),
                ago(used, now),
                tags.subList(0, Math.min(TAGS, tags.size())),
                item.isActive());
    }

    private static String ago(@Nullable Instant time, Instant now) {
        return time == null ? "never" : Amounts.ago(time, now);
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)).stripTrailing() + "…";
    }
}
